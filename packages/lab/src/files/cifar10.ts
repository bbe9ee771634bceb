import type { DataSet, ImageInputs, Part } from '../data/data-set.ts';
import { readWanted, type WantedFile } from './data-folder.ts';

const wanted: readonly WantedFile[] = [
  {
    path: 'cifar10/train_12000.images.u8.gz',
    sha256: '1101e303fbae00d9633586cbff63ef7c5283ddeae139ba7c6f1569e252e24ab2',
  },
  {
    path: 'cifar10/train_12000.labels.u8',
    sha256: '75c9d37d5badca323cb6085f9d6129efa79c877ab1041f297ff4bbf25e9d92a2',
  },
  {
    path: 'cifar10/test_4000.images.u8.gz',
    sha256: 'd1982ccc372a4f8e244c63bc842ee42dffba4f202aa17a236956afa72d33f071',
  },
  {
    path: 'cifar10/test_4000.labels.u8',
    sha256: 'a70b99a4c21f75b721b7a627dd44a16490bd9a122396f98e8c7f63408ae7a9e3',
  },
];

/**
 * 12,000 images of CIFAR-10 to learn from and 4,000 to test with (Krizhevsky, 2009), 32 × 32 × 3, from their JPEG copies:
 * each file holds the images one behind the other, [n, 32, 32, 3], and a byte for each label.
 */
export async function readCifar10(folder: string): Promise<DataSet<ImageInputs>> {
  const { files, checksum } = await readWanted('cifar10', wanted, folder);
  const part = (images: string, labels: string): Part<ImageInputs> => {
    const found = files.get(labels) ?? new Uint8Array();
    return {
      n: found.length,
      inputs: { kind: 'images', shape: [32, 32, 3], pixels: files.get(images) ?? new Uint8Array() },
      labels: Int32Array.from(found),
    };
  };
  return {
    name: 'cifar10',
    kind: 'images',
    licence: 'none stated by its makers: for benchmarks',
    origin:
      'CIFAR-10 (Krizhevsky, 2009), decoded from JPEG copies; 12,000 of its images to learn from, 4,000 to test',
    checksum,
    classes: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
    train: part('cifar10/train_12000.images.u8.gz', 'cifar10/train_12000.labels.u8'),
    test: part('cifar10/test_4000.images.u8.gz', 'cifar10/test_4000.labels.u8'),
    faults: [],
  };
}
