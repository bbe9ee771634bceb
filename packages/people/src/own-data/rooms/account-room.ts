import type { ArchiveRoom } from '../archive-room.ts';

export const accountRoom: ArchiveRoom = {
  name: 'account',
  about:
    'Who you are here: handle, name, address, role and ORCID iD. It is not taken in elsewhere, where your account is another; passwords, passkeys and tokens stay behind.',
  async exportOf(store, { id, handle, name, email, role, orcid }) {
    const [row] = await store.query<{ createdAt: Date }>(
      'select created_at as "createdAt" from members where id = $1',
      [id],
    );
    return { handle, name, email, role, orcid, since: row?.createdAt.toISOString() ?? null };
  },
};
