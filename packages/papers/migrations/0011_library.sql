CREATE TABLE "library_connections" (
	"member_id" text NOT NULL,
	"service" text NOT NULL,
	"account" text NOT NULL,
	"account_name" text NOT NULL,
	"key" text NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"synced_at" timestamp with time zone,
	"rests_until" timestamp with time zone,
	"trouble" text,
	CONSTRAINT "library_connections_member_id_service_pk" PRIMARY KEY("member_id","service")
);
--> statement-breakpoint
CREATE TABLE "library_entries" (
	"member_id" text NOT NULL,
	"paper_id" bigint NOT NULL,
	"state" text DEFAULT 'to-read' NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"terms" text DEFAULT '' NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	CONSTRAINT "library_entries_member_id_paper_id_pk" PRIMARY KEY("member_id","paper_id")
);
--> statement-breakpoint
CREATE TABLE "library_items" (
	"member_id" text NOT NULL,
	"service" text NOT NULL,
	"item" text NOT NULL,
	"paper_id" bigint NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	CONSTRAINT "library_items_member_id_service_item_pk" PRIMARY KEY("member_id","service","item")
);
--> statement-breakpoint
ALTER TABLE "library_connections" ADD CONSTRAINT "library_connections_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_entries" ADD CONSTRAINT "library_entries_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_entries" ADD CONSTRAINT "library_entries_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_items" ADD CONSTRAINT "library_items_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_items" ADD CONSTRAINT "library_items_connection" FOREIGN KEY ("member_id","service") REFERENCES "public"."library_connections"("member_id","service") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "library_entries_paper" ON "library_entries" USING btree ("paper_id");--> statement-breakpoint
CREATE INDEX "library_entries_saved" ON "library_entries" USING btree ("member_id","saved_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "library_items_paper" ON "library_items" USING btree ("paper_id");