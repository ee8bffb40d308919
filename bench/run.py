"""Speed and memory, as ratios of two things measured in one run, or bytes. Run it with: make bench

The archive it measures is made here, by recombining sentences of ``corpus/``.
"""

from __future__ import annotations

import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PASSAGES = 2_000
ENCODED = 256
QUESTIONS = (
    "¿Cuándo se reúne el Grupo de Implementación de Seguridad?",
    "¿Quién habló con Marco Rubio?",
    "¿Dónde será la reunión ministerial?",
    "When will the ministers meet?",
    "¿Qué acordaron los dos gobiernos?",
)
ROUNDS = 5

ANSWER_ONCE = """
import json, sys, time
from pathlib import Path
from hemeroteca import Archive
with Archive.open(sys.argv[1]) as archive:
    archive.ask(sys.argv[2])
    first = time.time()
    for question in json.loads(sys.argv[3]):
        archive.ask(question)
peak = int(next(l for l in Path("/proc/self/status").read_text().splitlines() if l.startswith("VmHWM")).split()[1])
print(json.dumps({"first": first, "peak": peak * 1024}))
"""


def main() -> None:
    from hemeroteca import Archive

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_corpus(Path("corpus"), folder / "corpus.jsonl")
        show("corpus", f"{PASSAGES} passages recombined from corpus/")
        bench_encoding(folder)
        print("indexing them all …", file=sys.stderr)
        with Archive.build(folder / "corpus.jsonl", into=folder / "index") as archive:
            show("passages indexed", str(archive.info().passages))
            bench_asking(archive)
            bench_eval(archive)
        bench_reading(folder)
        bench_process(folder / "index")


def make_corpus(source: Path, target: Path) -> None:
    """Articles of one passage each: sentences of the sample articles, drawn with a fixed seed, numbered to differ."""
    rng = random.Random(5)
    articles = sorted(path for path in source.glob("*.md") if path.name != "README.md")
    texts = [path.read_text("utf-8").split("---", 2)[2] for path in articles]
    sentences = [s.strip() for text in texts for s in re.split(r"(?<=[.?!])\s+", text) if len(s) > 30]
    with target.open("w", encoding="utf-8") as file:
        for number in range(PASSAGES):
            text = " ".join([f"Nota {number}.", *rng.sample(sentences, rng.randint(2, 3))])
            day = f"2026-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
            file.write(json.dumps({"id": str(number), "title": f"Nota {number}", "text": text, "date": day}) + "\n")


def bench_encoding(folder: Path) -> None:
    """Indexing, end to end, against the bare sentence-transformers call on the same texts."""
    from hemeroteca import Archive
    from hemeroteca.models.encoder import load_encoder

    part = folder / "part.jsonl"
    part.write_text("".join((folder / "corpus.jsonl").open(encoding="utf-8").readlines()[:ENCODED]), "utf-8")
    encoder = load_encoder()
    texts = [json.loads(line)["text"] for line in part.open(encoding="utf-8")]
    encoder.encode_passages(texts[:8])
    ratios = []
    for number in range(3):
        bare = timed(lambda: encoder.model.encode(texts, prompt_name="passage"))
        ours = timed(lambda n=number: Archive.build(part, into=folder / f"part{n}", encoder=encoder).close())  # type: ignore[misc]
        ratios.append(bare / ours)
    show("indexing rate / bare encode rate", f"{statistics.median(ratios):.2f}  (target >= 0.9; runs {spread(ratios)})")


def bench_asking(archive: object) -> None:
    from hemeroteca import Archive

    assert isinstance(archive, Archive)
    for question in QUESTIONS:
        archive.ask(question)
    beyond, encode, read = [], [], []
    for _ in range(ROUNDS):
        for question in QUESTIONS:
            began = time.perf_counter()
            answer = archive.ask(question)
            total = time.perf_counter() - began
            encode.append(answer.timings["encode"])
            read.append(answer.timings["read"])
            beyond.append(total - encode[-1] - read[-1])
    show("asking, beyond encoding and reading", f"{1000 * statistics.median(beyond):.1f} ms median  (target < 15 ms)")
    show("  as a share of the whole", f"{sum(beyond) / (sum(beyond) + sum(encode) + sum(read)):.2f}")
    show("  encoding the question", f"{1000 * statistics.median(encode):.0f} ms median")
    show("  reading", f"{1000 * statistics.median(read):.0f} ms median")


def bench_eval(archive: object) -> None:
    """What the eval harness adds to asking the same questions, round by round in one run."""
    from hemeroteca import Archive
    from hemeroteca.evals.questions import EvalQuestion, QuestionSet
    from hemeroteca.evals.run import run

    assert isinstance(archive, Archive)
    asked = QuestionSet(
        name="bench",
        questions=tuple(EvalQuestion(id=str(i), question=q, unanswerable=True) for i, q in enumerate(QUESTIONS)),
    )
    ratios = []
    for _ in range(ROUNDS):
        alone = timed(lambda: [archive.ask(question) for question in QUESTIONS])
        ratios.append(run(archive, asked, Path("bench")).seconds / alone)
    show(
        "asking through the eval harness / alone",
        f"{statistics.median(ratios):.3f}  (target < 1.05; runs {spread(ratios)})",
    )


def bench_reading(folder: Path) -> None:
    """Eight passages of 200 tokens: the reader against the exported folder in float32, one padded batch."""
    import torch
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    from hemeroteca.models.encoder import load_encoder
    from hemeroteca.reader.export import export_reader
    from hemeroteca.reader.trained import TrainedReader
    from hemeroteca.types import Passage

    encoder = load_encoder()
    export_reader(encoder, folder / "exported")
    tokenizer = AutoTokenizer.from_pretrained(folder / "exported")
    model = AutoModelForQuestionAnswering.from_pretrained(folder / "exported", dtype=torch.float32).eval()
    texts = [json.loads(line)["text"] for line in (folder / "corpus.jsonl").open(encoding="utf-8")]
    passages = []
    for i in range(8):
        text = " ".join(texts[8 * i : 8 * i + 8])
        _, offsets = encoder.packed.tokenizer.encode_with_offsets(text)
        text = text[: offsets[199][1]]
        passages.append(Passage(id=i + 1, article_id=str(i), start=0, end=len(text), text=text))
    reader = TrainedReader(encoder)

    def theirs() -> object:
        with torch.inference_mode():
            inputs = tokenizer([QUESTIONS[0]] * 8, [p.text for p in passages], padding=True, return_tensors="pt")
            return model(**inputs)

    def ours() -> object:
        return reader.read(QUESTIONS[0], passages)

    theirs(), ours()
    ratios = []
    for _ in range(2 * ROUNDS + 1):
        bare = timed(theirs)
        ratios.append(timed(ours) / bare)
    show(
        "reading / AutoModelForQuestionAnswering",
        f"{statistics.median(ratios):.2f}  (target <= 0.5; runs {spread(ratios)})",
    )


def bench_process(index: Path) -> None:
    """A new process: from its start to the first answer, and its peak resident memory after all questions."""
    firsts, peaks = [], []
    for _ in range(3):
        began = time.time()
        command = [sys.executable, "-c", ANSWER_ONCE, str(index), QUESTIONS[0], json.dumps(QUESTIONS)]
        result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        firsts.append(result["first"] - began)
        peaks.append(result["peak"])
    show("process start to first answer", f"{statistics.median(firsts):.1f} s median")
    show("peak memory of a process that answers", f"{max(peaks) / 1e6:.0f} MB  (target < 900 MB)")


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def spread(values: list[float]) -> str:
    return " ".join(f"{value:.2f}" for value in sorted(values))


def show(what: str, figure: str) -> None:
    print(f"{what:40} {figure}", flush=True)


if __name__ == "__main__":
    main()
