import { beforeAll, describe, expect, test } from 'vitest';
import { ask, get, now, requested, signer, site, store, useMailSite } from '../support/mail-site.ts';

useMailSite();

describe('the operator', () => {
  const operator = { 'x-client': '127.0.0.1' };
  let id: number;
  beforeAll(async () => {
    const raw = [
      'From: Broadsheet <papers@example.org>',
      'To: reader@example.org',
      'Subject: Five papers <b>',
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      'MIME-Version: 1.0',
      'Content-Type: multipart/alternative; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Read https://papers.example/issues/1 <b>',
      '--b',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<!doctype html><html><head><title>x</title></head><body><script>alert(1)</script><p>Hello</p></body></html>',
      '--b--',
      '',
    ].join('\r\n');
    const [row] = await store.query<{ id: number }>(
      `insert into outbox (at, envelope_from, envelope_to, subject, raw)
       values ($1, 'papers@example.org', 'reader@example.org', 'Five papers <b>', $2) returning id`,
      [now, raw],
    );
    id = row?.id ?? 0;
    await requested('counted@example.org');
  });

  test('sees what went nowhere, and nobody else does', async () => {
    const list = await get('/admin/outbox', operator);
    expect(list.status).toBe(200);
    expect(list.body).toContain('Five papers &lt;b>');
    expect(list.body).toContain(`href="/admin/outbox/${id}"`);
    expect(list.headers.get('cache-control')).toBe('no-store');
    expect(list.headers.get('x-robots-tag')).toBe('noindex');
    for (const path of ['/admin/outbox', `/admin/outbox/${id}`, `/admin/outbox/${id}/html`]) {
      const stranger = await get(path);
      expect(stranger.status, path).toBe(401);
      expect(stranger.body, path).not.toContain('reader@example.org');
      expect((await get(`${path}/__data.json`)).body, path).not.toContain('reader@example.org');
    }
    for (const nothing of ['0', '999999', 'x', '1e3', '-1'])
      expect((await get(`/admin/outbox/${nothing}`, operator)).status, nothing).toBe(404);
    expect((await get('/about', operator)).body).toContain('href="/admin/outbox"');
    expect((await get('/about')).body).not.toContain('/admin/outbox');
    expect((await get('/admin/sources', operator)).body).toContain('href="/admin/outbox"');
  });

  test('reads one mail: headers, text, and its HTML where nothing runs', async () => {
    const { body } = await get(`/admin/outbox/${id}`, operator);
    expect(body).toContain('List-Unsubscribe-Post');
    expect(body).toContain('href="https://papers.example/issues/1"');
    expect(body).toContain(`src="/admin/outbox/${id}/html"`);
    expect(body).not.toContain('<script>alert');
    const html = await get(`/admin/outbox/${id}/html`, operator);
    expect(html.body).toContain('Hello');
    expect(html.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html.headers.get('content-security-policy')).toMatch(/sandbox(?!.*allow-(scripts|same-origin))/);
  });

  test('counts mails by kind and state', async () => {
    const { body } = await get('/metrics', operator);
    expect(body).toMatch(/broadsheet_mails\{kind="confirmation",state="\w+"\} \d+/);
    expect((await get('/admin/outbox', operator)).body).toContain('Confirmations');
  });

  test('hands on mails that came back, and only as mails', async () => {
    await requested('gone@example.org');
    const [mail] = await store.query<{ id: number }>(
      `select id from mails where address = 'gone@example.org'`,
    );
    const mark = signer.sign('bounce', mail?.id ?? 0);
    const raw = [
      'From: MAILER-DAEMON@mx.example.org',
      `To: bounces+${mark}@papers.example.org`,
      'Subject: Undelivered Mail Returned to Sender',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'No such user.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.org',
      '',
      'Final-Recipient: rfc822; gone@example.org',
      'Action: failed',
      'Status: 5.1.1',
      '',
      '--b--',
      '',
    ].join('\r\n');
    const bring = (headers: Record<string, string>) =>
      ask('/admin/bounces', {
        method: 'POST',
        body: raw,
        headers: { 'content-type': 'message/rfc822', ...headers },
      });
    expect((await bring({})).status).toBe(401);
    expect((await bring({ ...operator, 'content-type': 'text/plain', origin: site.url })).status).toBe(415);
    const suppressed = () =>
      store.query(`select reason from suppressions where address_key = 'gone@example.org'`);
    expect(await suppressed()).toEqual([]);
    const { status, body } = await bring(operator);
    expect({ status, ...(JSON.parse(body) as object) }).toMatchObject({ status: 200, read: 1, bounces: 1 });
    expect(await suppressed()).toEqual([{ reason: 'hard-bounce' }]);
  });
});
