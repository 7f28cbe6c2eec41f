declare module "*/quickjs-metered.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
