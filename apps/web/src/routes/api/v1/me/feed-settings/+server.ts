import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import {
  answerFeedSettings,
  answerChangeFeedSettings,
} from '../../../../../lib/server/api/interest-answers.ts';
import { feedSettings, changeFeedSettings } from '../../../../../lib/server/api/interest-operations.ts';

export const GET = endpoint(feedSettings, answerFeedSettings);
export const PUT = endpoint(changeFeedSettings, answerChangeFeedSettings);
