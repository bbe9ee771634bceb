import type { RequestHandler } from '@sveltejs/kit';
import { openApiDocument } from '../../../lib/server/api/openapi.ts';

export const GET: RequestHandler = ({ url }) => Response.json(openApiDocument(url.origin));
