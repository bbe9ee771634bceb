// The part of WebGPU that is used here (W3C, WebGPU, Candidate Recommendation). Only the DOM's newest types declare it, and
// a package for Node and browsers does not ask for those.

export interface GpuBuffer {
  readonly size: number;
  destroy(): void;
  mapAsync(mode: number): Promise<void>;
  getMappedRange(): ArrayBuffer;
  unmap(): void;
}

interface GpuLimits {
  readonly maxBufferSize: number;
  readonly maxStorageBufferBindingSize: number;
  readonly maxComputeWorkgroupsPerDimension: number;
}

/** What an error scope caught. */
export interface GpuError {
  readonly message: string;
}

export interface GpuBindGroupLayout {
  readonly label: string;
}

export interface GpuPipeline {
  readonly label: string;
}

interface GpuPipelineLayout {
  readonly label: string;
}

interface GpuShaderModule {
  readonly label: string;
}

interface GpuBindGroup {
  readonly label: string;
}

interface GpuCommandBuffer {
  readonly label: string;
}

export interface GpuComputePass {
  setPipeline(pipeline: GpuPipeline): void;
  setBindGroup(index: number, group: GpuBindGroup, offsets: readonly number[]): void;
  dispatchWorkgroups(x: number, y: number): void;
  end(): void;
}

export interface GpuCommandEncoder {
  beginComputePass(): GpuComputePass;
  copyBufferToBuffer(source: GpuBuffer, begin: number, target: GpuBuffer, at: number, bytes: number): void;
  finish(): GpuCommandBuffer;
}

interface BufferBinding {
  readonly buffer: GpuBuffer;
  readonly size?: number;
}

interface BufferLayout {
  readonly type: 'uniform' | 'read-only-storage' | 'storage';
  readonly hasDynamicOffset?: boolean;
}

export interface GpuDevice {
  readonly limits: GpuLimits;
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  readonly queue: {
    writeBuffer(buffer: GpuBuffer, at: number, data: Uint8Array, begin?: number, bytes?: number): void;
    submit(commands: readonly GpuCommandBuffer[]): void;
  };
  destroy(): void;
  createBuffer(options: { readonly size: number; readonly usage: number }): GpuBuffer;
  createShaderModule(options: { readonly code: string; readonly label: string }): GpuShaderModule;
  createBindGroupLayout(options: {
    readonly entries: readonly {
      readonly binding: number;
      readonly visibility: number;
      readonly buffer: BufferLayout;
    }[];
  }): GpuBindGroupLayout;
  createPipelineLayout(options: {
    readonly bindGroupLayouts: readonly GpuBindGroupLayout[];
  }): GpuPipelineLayout;
  createComputePipeline(options: {
    readonly label: string;
    readonly layout: GpuPipelineLayout;
    readonly compute: { readonly module: GpuShaderModule; readonly entryPoint: string };
  }): GpuPipeline;
  createBindGroup(options: {
    readonly label: string;
    readonly layout: GpuBindGroupLayout;
    readonly entries: readonly { readonly binding: number; readonly resource: BufferBinding }[];
  }): GpuBindGroup;
  createCommandEncoder(): GpuCommandEncoder;
  pushErrorScope(filter: 'validation' | 'out-of-memory' | 'internal'): void;
  popErrorScope(): Promise<GpuError | null>;
}

export interface GpuAdapter {
  readonly limits: GpuLimits;
  readonly info?: { readonly vendor: string; readonly architecture: string; readonly description: string };
  requestDevice(options: { readonly requiredLimits: Readonly<Record<string, number>> }): Promise<GpuDevice>;
}

interface Gpu {
  requestAdapter(options?: { readonly powerPreference?: 'high-performance' }): Promise<GpuAdapter | null>;
}

/** Where the machine offers WebGPU; undefined where it does not. */
export function findGpu(): Gpu | undefined {
  return (globalThis as { navigator?: { gpu?: Gpu } }).navigator?.gpu;
}

/** Flags of GPUBufferUsage, GPUMapMode and GPUShaderStage, by their numbers in the standard. */
export const usage = { mapRead: 1, copySource: 4, copyTarget: 8, uniform: 64, storage: 128 } as const;
export const mapForReading = 1;
export const visibleToCompute = 4;
