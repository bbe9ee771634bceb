// What a program is told when the GPU itself fails, which no test can bring about by computing: the device is made to say
// that it has no memory, or that it is lost, and destroyed as a driver's crash would.
import * as T from '../../../packages/tensor/src/index.ts';
import { messageOf } from './messages.ts';

interface Device {
  pushErrorScope(filter: string): void;
  popErrorScope(): Promise<{ message: string } | null>;
  destroy(): void;
}

interface Loss {
  readonly reason: string;
  readonly message: string;
}

interface Prototypes {
  readonly GPUAdapter: { prototype: { requestDevice(options: unknown): Promise<Device> } };
  readonly GPUDevice: { prototype: object };
}

/** Starts with a device whose `lost` is told by `lose`. */
async function startWithDevice(): Promise<{ device: Device; lose: (loss: Loss) => void }> {
  const { GPUAdapter, GPUDevice } = globalThis as unknown as Prototypes;
  const { requestDevice } = GPUAdapter.prototype;
  const lost = Object.getOwnPropertyDescriptor(GPUDevice.prototype, 'lost') as PropertyDescriptor;
  const { promise, resolve: lose } = Promise.withResolvers<Loss>();
  let device: Device | null = null;
  GPUAdapter.prototype.requestDevice = async function (options): Promise<Device> {
    return (device = await requestDevice.call(this, options));
  };
  Object.defineProperty(GPUDevice.prototype, 'lost', { get: () => promise, configurable: true });
  try {
    await T.start({ backend: 'webgpu' });
  } finally {
    GPUAdapter.prototype.requestDevice = requestDevice;
    Object.defineProperty(GPUDevice.prototype, 'lost', lost);
  }
  if (device === null) throw new Error('start() asked for no device.');
  return { device, lose };
}

export interface LossMessages {
  readonly pending: string;
  readonly later: string;
  readonly again: string;
  /** Computed after another start. */
  readonly afterStart: number;
}

/** A device that is lost while a result is on its way. */
export async function loseDevice(): Promise<LossMessages> {
  const { device, lose } = await startWithDevice();
  const x = T.ones([64, 64]);
  await x.data();
  const y = T.matmul(x, x);
  lose({ reason: 'unknown', message: 'The driver stopped answering.' });
  const reading = messageOf(() => y.data());
  device.destroy();
  const pending = await reading;
  // Asking for more is no error: nobody waits for it.
  const z = T.add(y, 1);
  const later = await messageOf(() => z.data());
  const again = await messageOf(() => x.data());
  T.dispose([x, y, z]);
  const backend = await T.start({ backend: 'webgpu' });
  const afterStart = (await T.sum(T.ones([10])).data())[0] as number;
  await backend.stop();
  return { pending, later, again, afterStart };
}

export interface MemoryMessages {
  readonly full: string;
  /** Read afterwards. */
  readonly next: number;
}

/** A device without memory for the next buffer. */
export async function fillDevice(): Promise<MemoryMessages> {
  const { device } = await startWithDevice();
  const scopes: string[] = [];
  const [push, pop] = [device.pushErrorScope, device.popErrorScope];
  let full = true;
  device.pushErrorScope = (filter): void => {
    scopes.push(filter);
    push.call(device, filter);
  };
  device.popErrorScope = async (): Promise<{ message: string } | null> => {
    const refused = scopes.pop() === 'out-of-memory' && full;
    if (refused) full = false;
    const own = await pop.call(device);
    return refused ? { message: 'Not enough memory left.' } : own;
  };
  const x = T.zeros([1000, 1000]);
  const message = await messageOf(() => x.data());
  const next = (await T.add(T.ones([3]), 1).data())[0] as number;
  device.destroy();
  return { full: message, next };
}
