CREATE TABLE "feed_places" (
	"member_id" text NOT NULL,
	"paper_id" bigint NOT NULL,
	"day" date NOT NULL,
	"position" integer NOT NULL,
	"interest_id" bigint,
	"reason" jsonb NOT NULL,
	"answer" text,
	CONSTRAINT "feed_places_member_id_paper_id_pk" PRIMARY KEY("member_id","paper_id")
);
--> statement-breakpoint
CREATE TABLE "feed_settings" (
	"member_id" text PRIMARY KEY NOT NULL,
	"settings" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "interest_examples" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "interest_examples_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"interest_id" bigint NOT NULL,
	"verdict" text NOT NULL,
	"origin" text NOT NULL,
	"paper_id" bigint,
	"author_key" text,
	"title" text DEFAULT '' NOT NULL,
	"abstract" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "interests" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "interests_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"member_id" text NOT NULL,
	"name" text NOT NULL,
	"weight" smallint DEFAULT 50 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "feed_places" ADD CONSTRAINT "feed_places_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_places" ADD CONSTRAINT "feed_places_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_places" ADD CONSTRAINT "feed_places_interest_id_interests_id_fk" FOREIGN KEY ("interest_id") REFERENCES "public"."interests"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_settings" ADD CONSTRAINT "feed_settings_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interest_examples" ADD CONSTRAINT "interest_examples_interest_id_interests_id_fk" FOREIGN KEY ("interest_id") REFERENCES "public"."interests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interest_examples" ADD CONSTRAINT "interest_examples_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interests" ADD CONSTRAINT "interests_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "feed_places_day" ON "feed_places" USING btree ("member_id","day","position");--> statement-breakpoint
CREATE INDEX "feed_places_paper" ON "feed_places" USING btree ("paper_id");--> statement-breakpoint
CREATE INDEX "feed_places_interest" ON "feed_places" USING btree ("interest_id");--> statement-breakpoint
CREATE UNIQUE INDEX "interest_examples_paper" ON "interest_examples" USING btree ("interest_id","paper_id");--> statement-breakpoint
CREATE UNIQUE INDEX "interest_examples_author" ON "interest_examples" USING btree ("interest_id","author_key");--> statement-breakpoint
CREATE INDEX "interest_examples_of_paper" ON "interest_examples" USING btree ("paper_id");--> statement-breakpoint
CREATE UNIQUE INDEX "interests_name" ON "interests" USING btree ("member_id","name");