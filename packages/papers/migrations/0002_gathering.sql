CREATE TABLE "askings" (
	"source" text NOT NULL,
	"paper_id" bigint NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"known" boolean NOT NULL,
	CONSTRAINT "askings_source_paper_id_pk" PRIMARY KEY("source","paper_id")
);
--> statement-breakpoint
CREATE TABLE "complete_days" (
	"day" date NOT NULL,
	"source" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "complete_days_day_source_pk" PRIMARY KEY("day","source")
);
--> statement-breakpoint
CREATE TABLE "request_turns" (
	"scope" text PRIMARY KEY NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"held_by" text,
	"held_until" timestamp with time zone,
	"day" date NOT NULL,
	"used" integer NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"rests_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "source_states" (
	"name" text PRIMARY KEY NOT NULL,
	"cursor" jsonb,
	"next_run_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"succeeded_at" timestamp with time zone,
	"held_by" text,
	"held_until" timestamp with time zone,
	"progress" jsonb,
	"failures" integer DEFAULT 0 NOT NULL,
	"error" text,
	"hint" text,
	"runs" integer DEFAULT 0 NOT NULL,
	"records" bigint DEFAULT 0 NOT NULL,
	"created" bigint DEFAULT 0 NOT NULL,
	"rejected" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "papers" ADD COLUMN "citations" integer;--> statement-breakpoint
ALTER TABLE "papers" ADD COLUMN "reviews" jsonb;--> statement-breakpoint
ALTER TABLE "askings" ADD CONSTRAINT "askings_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "askings_paper" ON "askings" USING btree ("paper_id");
--> statement-breakpoint
ALTER SEQUENCE "papers_id_seq" CACHE 500;--> statement-breakpoint
ALTER SEQUENCE "records_id_seq" CACHE 500;
