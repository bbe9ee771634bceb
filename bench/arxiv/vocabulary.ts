/**
 * Words as often as in scientific English, about: the word of rank r has a share of 1/r (Zipf 1949). The first are real,
 * the long tail is put together from prefixes, stems and endings, so that the lexical index meets many different words.
 */
const grammar =
  `the of and a in to we is for that with on by this are as from an be our which can it at these have or has
  results show using based between not also their its such than more been two both new however where one but when over
  study propose present find`.split(/\s+/);

const science =
  `model models data method methods learning system systems quantum network networks field theory
  function approach problem large performance space states time energy number analysis state first different high
  information structure order training existing several distribution neural well general framework light algorithm
  case set work graph properties phase features point finite effective small local linear random task tasks mass
  density optimal interaction magnetic process images image equation equations simulation simulations dynamics group
  temperature parameter parameters surface solution solutions bound bounds class error matrix flow detection signal
  spectrum observations matter galaxies stars spin deep language physical design control measure experimental
  theoretical numerical complexity accuracy estimation prediction sample samples scale scales wave optical frequency
  particle particles scattering decay cross section production symmetry gauge boundary operator operators algebra
  manifold metric curvature black hole holes cosmological dark radiation cluster clusters galaxy stellar emission
  formation evolution transport transition critical coupling lattice topological edge bulk band gap electron electrons
  photon photons laser cavity coherent entanglement measurement noise channel communication code codes decoding security
  user users agent agents policy reward reinforcement robot robots vision video speech text knowledge reasoning
  representation representations attention transformer transformers diffusion generative adversarial robust robustness
  benchmark benchmarks dataset datasets evaluation fine-tuning pre-trained zero-shot multi-modal self-supervised
  stochastic convergence gradient descent convex optimization regression inference Bayesian causal kernel sparse
  low-rank sampling Monte Carlo variational polynomial integer prime conjecture theorem proof category functor
  cohomology homology sheaf moduli variety curves surfaces elliptic hyperbolic nonlinear elastic fluid turbulence
  viscosity plasma protein cells genome disease epidemic clinical risk market price financial portfolio`.split(
    /\s+/,
  );

const prefixes =
  'non multi hyper quasi micro macro inter intra semi poly meta anti auto bi co cross pre sub super'.split(
    ' ',
  );

const stems =
  `spectr model graph neur quant magnet topolog geometr dynam optim converg differ integr tensor kernel latt
  polar photon electron galact stell cosm plasm therm kinet symmetr chir gaug ferm boson hadron lepton mes neutrin gravit
  metr manifold cohomolog algebr categor modul represent embed encod decod attent retriev cluster classif regress sampl
  estim infer predict learn train distill transform diffus generat adversar robust spars dens compress segment detect
  track register reconstruct render simul control navig manipul grasp percept recogn translat summar align reason token
  syntact semant phonet acoust epidem genom prote molecul crystall alloy polym fluid turbul viscos elast`.split(
    /\s+/,
  );

const endings =
  'al ic ity ation ations ing ed able ive ively ally ous ism ist ists or ors ment ments less'.split(' ');

/** Words by rank: real ones, then those of a stem and an ending. */
const usual = [...new Set([...grammar, ...science, ...made(stems)])];
/** Words with a prefix as well. */
const rare = [...new Set(made(prefixes.flatMap((prefix) => stems.map((stem) => prefix + stem))))];

/** Mixed, so that neighbours in rank have nothing in common: 7,919 is prime and no divisor of their number. */
function made(beginnings: readonly string[]): string[] {
  const all = beginnings.flatMap((beginning) => endings.map((ending) => beginning + ending));
  return all.map((_, at) => all[(at * 7919) % all.length] ?? '');
}

/** A word of running text. Each tenth is a rare one. */
export function textWord(random: () => number): string {
  return random() < 0.1 ? ranked(rare, 0, random) : ranked(usual, 0, random);
}

/** A word of a title: by the same law, without those that only hold sentences together. */
export function titleWord(random: () => number): string {
  return random() < 0.1 ? ranked(rare, 0, random) : ranked(usual, grammar.length, random);
}

/** Zipf's law in one draw: ranks up to r have the share log r / log n. */
function ranked(words: readonly string[], from: number, random: () => number): string {
  return words[from + Math.floor((words.length - from) ** random()) - 1] ?? '';
}
