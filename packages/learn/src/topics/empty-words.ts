const say =
  'paper papers work works study studies article propose proposes proposed proposing present presents presented introduce ' +
  'introduces introduced show shows shown showing demonstrate demonstrates demonstrated find finds found using use uses used ' +
  'based novel new existing recent recently current previous prior several many various different however thus therefore ' +
  'moreover furthermore also via towards toward well may might could would can cannot must often still yet among across per ' +
  'first second third one two three four five results result experiments experimental experiment extensive state-of-the-art ' +
  'state art outperforms outperform outperforming achieve achieves achieved achieving improve improves improved improving ' +
  'improvement improvements significant significantly better best high higher low lower large larger small smaller good ' +
  'effective effectively efficient efficiently efficiency effectiveness address addresses challenge challenges challenging ' +
  'problem problems provide provides provided including include includes e.g i.e etc respectively within without while ' +
  'whether since due given make makes making made key important main simple general specific potential available code ' +
  'publicly github https http com org investigate explore explores aim aims develop developed evaluate evaluated ' +
  'evaluation evaluations compared comparison comparable consider considered require requires required enable enables ' +
  'enabling allow allows lead leads leading remains remain despite although even rather instead like called namely ' +
  'ability abilities approximately number order terms way ways case cases set sets wide range variety strong consistently consistent ' +
  'findings insights future real-world real world end-to-end need needs crucial critical widely increasingly key issue issues ' +
  'offer offers leverage leverages leveraging capture captures highlight highlights reveal reveals remarkable promising ' +
  'additionally specifically particularly especially typically generally respectively overall further comprehensive ' +
  'enhance enhances enhanced enhancing reduce reduces reduced reducing reduction diverse validate validated validation identify ' +
  'identifies identified gap gaps fail fails failure failures success successful average direct exhibit exhibits construct ' +
  'constructs constructed capability capabilities capacity gain gains largest smallest greater persistent expert experts ' +
  'realistic advance advances advanced advancement advancements integrate integrates integrated integrating combine ' +
  'combines combined combining design designed designs designing perform performs performed support supports supporting ' +
  'rely relies relying yield yields yielding solve solves solving solved condition conditions conditional open original explicit ' +
  'implicit stage stages module modules unified unify rich robust robustness reliable reliability flexible lack lacks ' +
  'limited limitation limitations focus focuses focused involve involves ensure ensures facilitate facilitates create ' +
  'creates created generate generates generated generating produce produces produced define defined identify core novel ' +
  'traditional conventional standard popular major similar distinct unique critical essential inherent underlying final ' +
  'initial direct naturally optimal theoretical theoretically empirical empirically practical experimentally computational ' +
  'computation cost costs fast faster slow strategy broad narrow close closely far long short good great much ' +
  'additional additionally predict predicts predicted suggest suggests behavior behaviors follow follows following release ' +
  'released project projects characterize characterizes characterization constraint constraints expand expands variation ' +
  'variations operation operations ' +
  'automated automatic analyze analyzes analyse assess assesses assessment mitigate mitigates measure measures measured scenario ' +
  'scenarios adaptive contain contains containing describe describes described evaluating extract extracts extracted factors ' +
  'employ employs incorporate incorporates incorporated increasing increase increases maintaining maintain preserving preserve ' +
  'paradigm paradigms scalable report reports reported suffer suffers accurate accelerate accompanied account adapt advantage ' +
  'advantages along analyses areas area avoiding become budget change changes claims comparing concerns conduct conducted correct ' +
  'demonstrating ensuring examine explored extend extends focusing form fundamental harness highest incorporating informative ' +
  'limiting literature manner minimal obstacle offering operate practice precise predictive progress real-life related relative ' +
  'represent represents resulting room struggle superior systematic utility utilize utilizes years call directions upon building ' +
  'incur substantial io demo team active beyond comparing mostly ' +
  'contrast addition total et al apply applied applying obtain obtained obtains common commonly known unknown full fully';

const dependent =
  'method methods approach approaches model models modeling modelling learning learn learns learned learnt data dataset ' +
  'datasets training train trained task tasks performance system systems framework frameworks algorithm algorithms ' +
  'technique techniques analysis network networks neural deep information process processing application applications ' +
  'benchmark benchmarks accuracy feature features structure structures level time test testing type types value values ' +
  'input inputs output outputs space domain domains context research quality human user users language design strategy ' +
  'strategies baseline baselines sample samples example examples property properties function functions theory parameter ' +
  'parameters representation representations generation optimization knowledge ai machine artificial intelligence ' +
  'understanding complex complexity scale multiple single local global loss error errors step steps rate metric metrics ' +
  'class classes target source original size difference differences set pipeline tool tools setting settings role impact ' +
  'effect effects development solution solutions component components architecture architectures mechanism mechanisms ' +
  'linear action actions signal signals control interactive interaction interactions evidence ' +
  'two-stage multi-stage zero-shot few-shot large-scale high-quality high-dimensional low-dimensional prediction predictions classification inference';

/** Words with which papers speak of themselves, whatever they are about: no topic is named by them. In lower case. */
export const emptyWords: ReadonlySet<string> = new Set(say.split(' '));

/** Words that say something beside another one only ("language models", not "models"). In lower case. */
export const dependentWords: ReadonlySet<string> = new Set(dependent.split(' '));
