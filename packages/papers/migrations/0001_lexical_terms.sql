ALTER TABLE "papers" ADD COLUMN "terms" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "papers" SET (toast_tuple_target = 8160);--> statement-breakpoint
ALTER TABLE "records" SET (toast_tuple_target = 8160);
