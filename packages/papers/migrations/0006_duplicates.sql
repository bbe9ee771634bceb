CREATE TABLE "duplicate_suggestions" (
	"paper_id" bigint NOT NULL,
	"other_id" bigint NOT NULL,
	"cosine" real NOT NULL,
	"titles" real NOT NULL,
	"found_at" timestamp with time zone DEFAULT now() NOT NULL,
	"dismissed_at" timestamp with time zone,
	CONSTRAINT "duplicate_suggestions_paper_id_other_id_pk" PRIMARY KEY("paper_id","other_id")
);
--> statement-breakpoint
ALTER TABLE "duplicate_suggestions" ADD CONSTRAINT "duplicate_suggestions_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duplicate_suggestions" ADD CONSTRAINT "duplicate_suggestions_other_id_papers_id_fk" FOREIGN KEY ("other_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "duplicate_suggestions_other" ON "duplicate_suggestions" USING btree ("other_id");