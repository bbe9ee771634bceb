import { registerHooks } from 'node:module';

/**
 * Gradients of TensorFlow.js. They are in none of its bundles for Node, and the folder they are in is written for
 * bundlers, with imports that have no file ending, which Node only takes with this.
 */
export async function registerGradients(): Promise<void> {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      next(
        specifier.startsWith('.') &&
          !specifier.endsWith('.js') &&
          context.parentURL?.includes('/@tensorflow/tfjs-core/dist/')
          ? `${specifier}.js`
          : specifier,
        context,
      ),
  });
  await import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
  hooks.deregister();
}
