"""Search: finds the approved text that answers a question, and says plainly when there is none.

The room knows texts as documents (`documents.py`) and gives findings (`finding.py`):

- `sources/` makes documents of articles, guidance, known gaps and people; rooms above hand in theirs;
- `upkeep.py` brings the indexes up to date with them;
- `analysis.py` turns text into index terms, one analysis per language;
- `engine.py` keeps the terms (`writing.py`) in a Whoosh index in a folder;
- `understanding.py` reads what somebody typed: which language, which words, which of them misspelt (`spelling.py`);
- `ranking.py` scores what the index holds, `passages.py` picks the sentences to show, `decision.py` says how sure
  we are;
- `finding.py` puts these together, and is the only file that callers of a search need.
"""
