// The part of the WebAssembly JavaScript interface that is used here. It is the same in Node and in browsers, but declared
// only by the DOM's types, which a package for both does not ask for.

export interface Memory {
  readonly buffer: ArrayBufferLike;
  /** @throws RangeError where there is no more. */
  grow(pages: number): number;
}

export interface Module {
  readonly kind?: 'module';
}

interface Instance {
  readonly exports: Readonly<Record<string, unknown>>;
}

interface Imports {
  readonly env: { readonly memory: Memory };
}

interface Limits {
  readonly initial: number;
  readonly maximum: number;
  readonly shared: boolean;
}

interface Api {
  validate(bytes: Uint8Array): boolean;
  compile(bytes: Uint8Array): Promise<Module>;
  readonly Instance: new (module: Module, imports: Imports) => Instance;
  readonly Memory: new (limits: Limits) => Memory;
}

export const webAssembly = (globalThis as unknown as { readonly WebAssembly: Api }).WebAssembly;
