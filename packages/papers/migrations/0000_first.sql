CREATE TABLE "authorships" (
	"paper_id" bigint NOT NULL,
	"position" smallint NOT NULL,
	"name_key" text NOT NULL,
	"orcid" text,
	CONSTRAINT "authorships_paper_id_position_pk" PRIMARY KEY("paper_id","position")
);
--> statement-breakpoint
CREATE TABLE "batches" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "batches_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"origin" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"accepted" integer DEFAULT 0 NOT NULL,
	"rejected" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "facts" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "field_activity" (
	"field" text PRIMARY KEY NOT NULL,
	"papers" integer NOT NULL,
	"votes" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"scheme" text NOT NULL,
	"value" text NOT NULL,
	"paper_id" bigint NOT NULL,
	"confirmed" boolean DEFAULT true NOT NULL,
	CONSTRAINT "identities_scheme_value_pk" PRIMARY KEY("scheme","value")
);
--> statement-breakpoint
CREATE TABLE "list_items" (
	"list" text NOT NULL,
	"position" integer NOT NULL,
	"paper_id" bigint NOT NULL,
	CONSTRAINT "list_items_list_position_pk" PRIMARY KEY("list","position")
);
--> statement-breakpoint
CREATE TABLE "lists" (
	"slug" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"about" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "merged_papers" (
	"old_id" bigint PRIMARY KEY NOT NULL,
	"paper_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "papers" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "papers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"title" text NOT NULL,
	"abstract" text DEFAULT '' NOT NULL,
	"authors" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"author_names" text DEFAULT '' NOT NULL,
	"categories" text[] DEFAULT '{}' NOT NULL,
	"primary_category" text,
	"venue" text,
	"year" smallint,
	"published_on" date,
	"published_at" timestamp with time zone,
	"published_precision" text,
	"updated_at" timestamp with time zone,
	"announced_on" date,
	"versions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"license" text,
	"comment" text,
	"journal_ref" text,
	"keywords" text[] DEFAULT '{}' NOT NULL,
	"summary" text,
	"links" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"withdrawn" boolean DEFAULT false NOT NULL,
	"provenance" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"merge_key" text,
	"title_key" text DEFAULT '' NOT NULL,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "popularity" (
	"paper_id" bigint NOT NULL,
	"source" text NOT NULL,
	"day" date NOT NULL,
	"upvotes" integer NOT NULL,
	"comments" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "popularity_paper_id_source_day_pk" PRIMARY KEY("paper_id","source","day")
);
--> statement-breakpoint
CREATE TABLE "records" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "records_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"paper_id" bigint NOT NULL,
	"batch_id" bigint NOT NULL,
	"source" text NOT NULL,
	"key" text NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"stated_at" timestamp with time zone,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"digest" text NOT NULL,
	"content" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rejects" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rejects_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"batch_id" bigint NOT NULL,
	"source" text NOT NULL,
	"position" text NOT NULL,
	"field" text,
	"reason" text NOT NULL,
	"excerpt" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "standings" (
	"paper_id" bigint PRIMARY KEY NOT NULL,
	"votes" integer DEFAULT 0 NOT NULL,
	"comments" integer DEFAULT 0 NOT NULL,
	"trending" double precision DEFAULT 0 NOT NULL,
	"trending_terms" jsonb
);
--> statement-breakpoint
CREATE TABLE "vote_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "vote_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"paper_id" bigint NOT NULL,
	"voter" text NOT NULL,
	"delta" smallint NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "authorships" ADD CONSTRAINT "authorships_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_items" ADD CONSTRAINT "list_items_list_lists_slug_fk" FOREIGN KEY ("list") REFERENCES "public"."lists"("slug") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_items" ADD CONSTRAINT "list_items_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merged_papers" ADD CONSTRAINT "merged_papers_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "popularity" ADD CONSTRAINT "popularity_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "records" ADD CONSTRAINT "records_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "records" ADD CONSTRAINT "records_batch_id_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rejects" ADD CONSTRAINT "rejects_batch_id_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batches"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standings" ADD CONSTRAINT "standings_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vote_events" ADD CONSTRAINT "vote_events_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "authorships_name" ON "authorships" USING btree ("name_key");--> statement-breakpoint
CREATE INDEX "identities_paper" ON "identities" USING btree ("paper_id");--> statement-breakpoint
CREATE INDEX "list_items_paper" ON "list_items" USING btree ("paper_id");--> statement-breakpoint
CREATE INDEX "papers_announced" ON "papers" USING btree ("announced_on" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "papers_published" ON "papers" USING btree ("published_on" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "papers_categories" ON "papers" USING gin ("categories");--> statement-breakpoint
CREATE INDEX "papers_venue" ON "papers" USING btree ("venue","published_on" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "papers_merge_key" ON "papers" USING btree ("merge_key");--> statement-breakpoint
CREATE INDEX "papers_changed" ON "papers" USING btree ("changed_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "records_source_key" ON "records" USING btree ("source","key","version");--> statement-breakpoint
CREATE INDEX "records_paper" ON "records" USING btree ("paper_id");--> statement-breakpoint
CREATE INDEX "records_batch" ON "records" USING btree ("batch_id");--> statement-breakpoint
CREATE UNIQUE INDEX "rejects_once" ON "rejects" USING btree ("batch_id","source","position");--> statement-breakpoint
CREATE INDEX "standings_trending" ON "standings" USING btree ("trending" DESC NULLS LAST,"paper_id");--> statement-breakpoint
CREATE INDEX "standings_votes" ON "standings" USING btree ("votes" DESC NULLS LAST,"paper_id");--> statement-breakpoint
CREATE INDEX "vote_events_paper" ON "vote_events" USING btree ("paper_id");--> statement-breakpoint
CREATE INDEX "vote_events_voter" ON "vote_events" USING btree ("voter","paper_id");