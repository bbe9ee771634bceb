CREATE TABLE "rule_matches" (
	"pattern_id" bigint NOT NULL,
	"paper_id" bigint NOT NULL,
	CONSTRAINT "rule_matches_pattern_id_paper_id_pk" PRIMARY KEY("pattern_id","paper_id")
);
--> statement-breakpoint
CREATE TABLE "rule_patterns" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rule_patterns_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"read_to" timestamp with time zone,
	"read_id" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rules" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rules_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"member_id" text NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"label" text NOT NULL,
	"pattern_id" bigint,
	"until" date,
	"paused" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "catch_up_markers" (
	"member_id" text NOT NULL,
	"view" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"covered_to" date NOT NULL,
	CONSTRAINT "catch_up_markers_member_id_view_pk" PRIMARY KEY("member_id","view")
);
--> statement-breakpoint
CREATE TABLE "catch_up_shown" (
	"member_id" text NOT NULL,
	"paper_id" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "catch_up_shown_member_id_paper_id_pk" PRIMARY KEY("member_id","paper_id")
);
--> statement-breakpoint
CREATE TABLE "follows" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "follows_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"member_id" text NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"label" text NOT NULL,
	"identity" jsonb,
	"followed_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "private_addresses" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "private_addresses_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"member_id" text NOT NULL,
	"view" text NOT NULL,
	"label" text NOT NULL,
	"secret_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reading_settings" (
	"member_id" text PRIMARY KEY NOT NULL,
	"shares_votes" boolean DEFAULT false NOT NULL,
	"catch_up_budget" integer DEFAULT 30 NOT NULL,
	"catch_up_days" integer
);
--> statement-breakpoint
ALTER TABLE "rule_matches" ADD CONSTRAINT "rule_matches_pattern_id_rule_patterns_id_fk" FOREIGN KEY ("pattern_id") REFERENCES "public"."rule_patterns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule_matches" ADD CONSTRAINT "rule_matches_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rules" ADD CONSTRAINT "rules_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rules" ADD CONSTRAINT "rules_pattern_id_rule_patterns_id_fk" FOREIGN KEY ("pattern_id") REFERENCES "public"."rule_patterns"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catch_up_markers" ADD CONSTRAINT "catch_up_markers_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catch_up_shown" ADD CONSTRAINT "catch_up_shown_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catch_up_shown" ADD CONSTRAINT "catch_up_shown_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follows" ADD CONSTRAINT "follows_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follows" ADD CONSTRAINT "follows_followed_id_members_id_fk" FOREIGN KEY ("followed_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "private_addresses" ADD CONSTRAINT "private_addresses_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reading_settings" ADD CONSTRAINT "reading_settings_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rule_matches_paper" ON "rule_matches" USING btree ("paper_id");--> statement-breakpoint
CREATE UNIQUE INDEX "rule_patterns_once" ON "rule_patterns" USING btree ("kind","value");--> statement-breakpoint
CREATE UNIQUE INDEX "rules_once" ON "rules" USING btree ("member_id","kind","value");--> statement-breakpoint
CREATE INDEX "rules_pattern" ON "rules" USING btree ("pattern_id");--> statement-breakpoint
CREATE INDEX "catch_up_shown_paper" ON "catch_up_shown" USING btree ("paper_id");--> statement-breakpoint
CREATE UNIQUE INDEX "follows_once" ON "follows" USING btree ("member_id","kind","value");--> statement-breakpoint
CREATE INDEX "follows_followed" ON "follows" USING btree ("followed_id");--> statement-breakpoint
CREATE UNIQUE INDEX "private_addresses_secret" ON "private_addresses" USING btree ("secret_hash");--> statement-breakpoint
CREATE INDEX "private_addresses_member" ON "private_addresses" USING btree ("member_id");