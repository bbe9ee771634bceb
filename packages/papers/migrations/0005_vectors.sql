CREATE TABLE "encoders" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "encoders_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"fingerprint" text NOT NULL,
	"name" text NOT NULL,
	"dimensions" integer NOT NULL,
	"model" "bytea",
	"about" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"made_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "encoders_fingerprint_unique" UNIQUE("fingerprint")
);
--> statement-breakpoint
CREATE TABLE "paper_vectors" (
	"paper_id" bigint NOT NULL,
	"encoder_id" bigint NOT NULL,
	"codes" "bytea" NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "paper_vectors_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	CONSTRAINT "paper_vectors_encoder_id_paper_id_pk" PRIMARY KEY("encoder_id","paper_id")
);
--> statement-breakpoint
CREATE TABLE "papers_to_encode" (
	"paper_id" bigint PRIMARY KEY NOT NULL,
	"ticket" bigint GENERATED ALWAYS AS IDENTITY (sequence name "papers_to_encode_ticket_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1)
);
--> statement-breakpoint
ALTER TABLE "paper_vectors" ADD CONSTRAINT "paper_vectors_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_vectors" ADD CONSTRAINT "paper_vectors_encoder_id_encoders_id_fk" FOREIGN KEY ("encoder_id") REFERENCES "public"."encoders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "papers_to_encode" ADD CONSTRAINT "papers_to_encode_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "paper_vectors_number" ON "paper_vectors" USING btree ("encoder_id","number");--> statement-breakpoint
CREATE INDEX "paper_vectors_paper" ON "paper_vectors" USING btree ("paper_id");--> statement-breakpoint
-- Papers that were here before wait for the first encoder.
INSERT INTO "papers_to_encode" ("paper_id") SELECT "id" FROM "papers";