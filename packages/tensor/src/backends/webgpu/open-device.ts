import { findGpu, type GpuAdapter, type GpuDevice } from './gpu.ts';

const instead = "Use start() without `backend: 'webgpu'`: WebAssembly computes everywhere.";

export interface OpenedDevice {
  readonly device: GpuDevice;
  /** Who made the adapter and what it is, as far as the browser tells. */
  readonly adapter: string;
}

/**
 * The machine's fast adapter, with its own limits on sizes rather than the low ones that every adapter has.
 * @throws Error where there is no WebGPU, or no adapter; the message says what to do.
 */
export async function openDevice(): Promise<OpenedDevice> {
  const gpu = findGpu();
  if (gpu === undefined)
    throw new Error(
      'There is no WebGPU here: Node has none, older browsers have none, and pages have it only over https or on ' +
        `localhost. ${instead}`,
    );
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null)
    throw new Error(
      'This browser knows WebGPU but offers no adapter: the graphics driver is missing or on its list of faulty ones. ' +
        `In Chromium chrome://gpu says why. ${instead}`,
    );
  const { maxBufferSize, maxStorageBufferBindingSize, maxComputeWorkgroupsPerDimension } = adapter.limits;
  const device = await adapter.requestDevice({
    requiredLimits: { maxBufferSize, maxStorageBufferBindingSize, maxComputeWorkgroupsPerDimension },
  });
  return { device, adapter: describe(adapter) };
}

function describe({ info }: GpuAdapter): string {
  const known = [info?.vendor, info?.architecture, info?.description].filter(
    (word) => word !== undefined && word !== '',
  );
  return known.join(' ') || 'unnamed';
}
