import type { Dtype } from '../../array/dtype.ts';
import type { Failures } from './failures.ts';
import { visibleToCompute, type GpuBindGroupLayout, type GpuDevice, type GpuPipeline } from './gpu.ts';
import type { Dispatch } from './steps.ts';

export interface Program {
  readonly pipeline: GpuPipeline;
  readonly layout: GpuBindGroupLayout;
}

/** A uint8 view is seen as words of four elements. */
const typeOf: Readonly<Record<Dtype, string>> = { float32: 'f32', int32: 'i32', uint8: 'u32' };

/** Shaders that were compiled before. */
export class Pipelines {
  readonly #device: GpuDevice;
  readonly #failures: Failures;
  readonly #programs = new Map<string, Program>();
  readonly #layouts = new Map<string, GpuBindGroupLayout>();

  constructor(device: GpuDevice, failures: Failures) {
    this.#device = device;
    this.#failures = failures;
  }

  of(dispatch: Dispatch): Program {
    let key = dispatch.shader;
    for (const name in dispatch.reads) key += ` ${dispatch.reads[name]?.dtype}`;
    for (const name in dispatch.writes) key += ` ${dispatch.writes[name]?.dtype}`;
    const known = this.#programs.get(key);
    if (known !== undefined) return known;
    const made = this.#compile(dispatch);
    this.#programs.set(key, made);
    return made;
  }

  #compile(dispatch: Dispatch): Program {
    const layout = this.#layout(Object.keys(dispatch.reads).length, Object.keys(dispatch.writes).length);
    const { kernel, shader: label } = dispatch;
    this.#device.pushErrorScope('internal');
    this.#device.pushErrorScope('validation');
    const pipeline = this.#device.createComputePipeline({
      label,
      layout: this.#device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: {
        module: this.#device.createShaderModule({ label, code: declarations(dispatch) + dispatch.code() }),
        entryPoint: 'main',
      },
    });
    const message = (): string => `${kernel}: the GPU’s compiler refused the shader ${label}.`;
    this.#failures.watch(this.#device.popErrorScope(), message);
    this.#failures.watch(this.#device.popErrorScope(), message);
    return { pipeline, layout };
  }

  /** Parameters at 0, with an offset that each dispatch gives; then what is read, then what is written. */
  #layout(reads: number, writes: number): GpuBindGroupLayout {
    const key = `${reads} ${writes}`;
    const known = this.#layouts.get(key);
    if (known !== undefined) return known;
    const buffers = Array.from({ length: 1 + reads + writes }, (_, binding) =>
      binding === 0
        ? ({ type: 'uniform', hasDynamicOffset: true } as const)
        : ({ type: binding <= reads ? 'read-only-storage' : 'storage' } as const),
    );
    const made = this.#device.createBindGroupLayout({
      entries: buffers.map((buffer, binding) => ({ binding, visibility: visibleToCompute, buffer })),
    });
    this.#layouts.set(key, made);
    return made;
  }
}

/** `p` holds the parameters and, as `xAt`, the first element of each view `x`. */
function declarations({ reads, writes, numbers }: Dispatch): string {
  const views = Object.entries({ ...reads, ...writes });
  const fields = [
    ...Object.entries(numbers).map(
      ([name, value]) => `${name}: ${typeof value === 'number' ? 'i32' : 'f32'}`,
    ),
    ...views.map(([name]) => `${name}At: i32`),
  ];
  const bindings = views.map(([name, { dtype }], index) => {
    const access = name in reads ? 'read' : 'read_write';
    return `@group(0) @binding(${index + 1}) var<storage, ${access}> ${name}: array<${typeOf[dtype]}>;\n`;
  });
  return (
    `struct Parameters { ${fields.join(', ')} }\n@group(0) @binding(0) var<uniform> p: Parameters;\n` +
    bindings.join('')
  );
}
