import { ingest, type Store } from '@broadsheet/papers';
import { followTalk, removeOwnComment, writeComment } from '@broadsheet/people';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildMessage } from '../delivery/build-message.ts';
import { drawMail } from '../draw-mail.ts';
import { houseTemplate } from '../render/house-template.ts';
import { MailConfig } from '../settings/mail-settings.ts';
import { MailTheme } from '../settings/theme.ts';
import { linkSigner, parseSignedLink } from '../subscriptions/signed-links.ts';
import { gatherNotices } from './gather-notices.ts';
import { noticesBehind, ownNoticeSettings, talkBehind, turnNoticesOff, turnTalkOff } from './turn-off.ts';

let store: Store;
let paper = 0;
let minutes = 0;
const at = () => new Date(Date.UTC(2026, 10, 25, 12, minutes));
const signer = linkSigner(new Uint8Array(32).fill(7));
const site = 'https://papers.example.org';

beforeAll(async () => {
  store = await openTestStore();
  for (const [name, verified] of [
    ['ada', true],
    ['bob', true],
    ['cy', false],
  ] as const)
    await store.query(
      `insert into members (id, handle, name, email, email_verified, created_at)
       values ($1, $1, initcap($1), $1 || '@example.org', $2, '2026-01-01')`,
      [name, verified],
    );
  const record = {
    source: 'arxiv',
    key: '2106.00001',
    identities: [{ scheme: 'arxiv' as const, value: '2106.00001' }],
    title: 'On $x^2$ & what 1 < 2 means',
  };
  await ingest(store, [{ ok: true, position: '1', record }], { kind: 'import', origin: 'test', now: at() });
  paper = (await store.query<{ id: number }>('select id from papers'))[0]?.id ?? 0;
});
beforeEach(async () => {
  minutes += 24 * 60;
  for (const table of ['mails', 'notice_mails', 'comments', 'talk_follows', 'notice_settings'])
    await store.query(`delete from ${table}`);
});
afterAll(() => store.close());

async function say(who: string, text: string, parentId: number | null = null) {
  minutes++;
  const answer = await writeComment(store, { id: who }, { paperId: paper, parentId, text, now: at() });
  return 'id' in answer ? answer.id : expect.fail(answer.refused);
}
const gather = () => gatherNotices(store, { now: at() });
interface Row {
  id: number;
  kind: 'notice';
  issueId: null;
  requestId: null;
  subscriberId: null;
  accountLinkId: null;
  noticeId: number;
  address: string;
  createdAt: Date;
}
const queued = () =>
  store.query<Row>(
    `select id, kind, issue_id as "issueId", request_id as "requestId", subscriber_id as "subscriberId",
            account_link_id as "accountLinkId", notice_id as "noticeId", address, created_at as "createdAt" from mails order by id`,
  );
const draw = (row: Row) =>
  drawMail({ store, signer, site, template: houseTemplate, theme: MailTheme.parse({}) }, row);

describe('notices', () => {
  it('wait a little, come in one mail for all, and never twice', async () => {
    const first = await say('ada', 'Begin');
    await say('bob', 'One <script>alert(1)</script>', first);
    await say('bob', 'Two, @ada', first);
    expect(await gather()).toBe(0);
    minutes += 5;
    expect(await Promise.all([gather(), gather()])).toEqual(expect.arrayContaining([1, 0]));
    const mails = await queued();
    expect(mails.map(({ address }) => address)).toEqual(['ada@example.org']);
    const drawn = mails[0] && (await draw(mails[0]));
    expect(drawn?.subject).toBe('2 new comments: On x² & what 1 < 2 means');
    expect(drawn?.html).toContain('One &lt;script&gt;alert(1)&lt;/script&gt;');
    expect(drawn?.html).not.toMatch(/<script|1 < 2/);
    expect(drawn?.text).toContain('Bob answers you:');
    minutes += 120;
    expect(await gather()).toBe(0);
  });

  it('come once an hour from a busy talk', async () => {
    const first = await say('ada', 'Begin');
    await say('bob', 'One', first);
    minutes += 6;
    expect(await gather()).toBe(1);
    await say('bob', 'Two', first);
    minutes += 6;
    expect(await gather()).toBe(0);
    minutes += 60;
    expect(await gather()).toBe(1);
  });

  it('do not tell of what was removed, nor go to addresses that nobody has confirmed', async () => {
    const first = await say('ada', 'Begin @cy');
    const answer = await say('bob', 'Oops', first);
    await removeOwnComment(store, { id: 'bob' }, answer, at());
    minutes += 10;
    expect(await gather()).toBe(0);
    const kept = await say('bob', 'Kept', first);
    minutes += 10;
    expect(await gather()).toBe(1);
    const [mail] = await queued();
    // Removed while the mail waits for its turn: nothing is left to say.
    await removeOwnComment(store, { id: 'bob' }, kept, at());
    expect(mail && (await draw(mail))).toBeNull();
  });

  it('can be turned off with one click, a talk or all of them, by links that only we can make', async () => {
    const first = await say('ada', 'Begin');
    await say('bob', 'One', first);
    minutes += 10;
    await gather();
    const [mail] = await queued();
    const drawn = (mail && (await draw(mail))) ?? expect.fail('nothing drawn');
    const message = await buildMessage(mail ?? expect.fail('no mail'), drawn, {
      settings: { config: MailConfig.parse({ from: 'news@papers.example.org' }), dkimKey: null },
      signer,
      date: at(),
    });
    const raw = message.raw.toString().replace(/\r\n[ \t]+/g, ' ');
    const [, all = ''] =
      /^List-Unsubscribe: <https:\/\/papers\.example\.org\/notices\/([^>]+)>/m.exec(raw) ?? [];
    expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(raw).toContain('<talk.papers.example.org>');
    const [, talk = ''] = /https:\/\/papers\.example\.org\/notices\/talk\/(\S+)/.exec(drawn.text) ?? [];
    const [allLink, talkLink] = [parseSignedLink(all), parseSignedLink(talk)];
    if (allLink === null || talkLink === null) return expect.fail('no links');
    expect([signer.isSigned(allLink, 'notices'), signer.isSigned(talkLink, 'talk')]).toEqual([true, true]);

    expect(await talkBehind(store, talkLink.id)).toMatchObject({ key: '2106.00001', off: false });
    await turnTalkOff(store, talkLink.id, true, at());
    await turnTalkOff(store, talkLink.id, true, at());
    expect(await talkBehind(store, talkLink.id)).toMatchObject({ off: true });
    await say('bob', 'Two', first);
    expect(await store.query('select from notices where mail_id is null')).toEqual([]);
    await turnTalkOff(store, talkLink.id, false, at());
    await say('bob', 'Three', first);
    expect(await store.query('select from notices where mail_id is null')).toHaveLength(1);

    await turnNoticesOff(store, allLink.id, true, at());
    expect(await noticesBehind(store, allLink.id)).toEqual({ off: true });
    expect(await ownNoticeSettings(store, 'ada')).toEqual({ id: allLink.id, off: true });
    expect(await store.query('select from notices where mail_id is null')).toEqual([]);
    await say('bob', 'Four @ada', first);
    minutes += 100;
    expect(await gather()).toBe(0);
    expect(mail && (await draw(mail))).toBeNull();
    await turnNoticesOff(store, allLink.id, false, at());
    expect(await noticesBehind(store, allLink.id)).toEqual({ off: false });
  });

  it('tell those who follow, until they leave', async () => {
    await followTalk(store, 'ada', paper, 'on', at());
    await say('bob', 'News');
    minutes += 10;
    expect(await gather()).toBe(1);
    const [mail] = await queued();
    expect((mail && (await draw(mail)))?.subject).toBe('Bob writes: On x² & what 1 < 2 means');
  });
});
