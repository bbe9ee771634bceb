export {
  listPrivateAddresses,
  makePrivateAddress,
  mostPrivateAddresses,
  openPrivateAddress,
  revokePrivateAddress,
  type PrivateAddress,
} from './private-addresses.ts';
