"""Right answers that also show, save, or measure something."""

from tests.course.marking.answers import HEAD, RETURN, RIGHT, Answer, doing

PLT = "import matplotlib.pyplot as plt"
SHOWING = {
    "display": doing("display(Y_hat.shape)"),
    "clear_output": doing(
        "clear_output(wait=True)", "from IPython.display import clear_output"
    ),
    "HTML": doing(
        "display(HTML(f'<b>{Y_hat}</b>'))", "from IPython.display import HTML, display"
    ),
    "IPython": doing("IPython.display.display(Y)", "import IPython.display"),
    "pyplot": doing("plt.plot(Y_hat); plt.close()", PLT),
    "pyplot of another cell": Answer(
        HEAD + "    plt.plot(Y_hat)\n    plt.close()\n" + RETURN, (PLT,)
    ),
    "axes": doing(
        "fig, ax = plt.subplots(figsize=(3, 2))\nax.plot(Y_hat)\n"
        "ax.set(xlabel='a')\nax.set_ylim(0, 2 * ax.get_ylim()[1])\nplt.close(fig)",
        PLT,
    ),
    "many axes": doing(
        "fig, axes = plt.subplots(2, 2, sharex=True)\n"
        "for ax, values in zip(axes.flat, Y_hat): ax.plot(values)\n"
        "axes[0, 1].hist(Y.ravel())\n(a, b), c = axes\nplt.close('all')",
        PLT,
    ),
    "a line and its colour": doing(
        "line, = plt.plot([1, 2])\nplt.rcParams['font.size'] = 9\n"
        "plt.scatter([1], [2], c=[plt.cm.viridis(0.5)])\nplt.close()",
        PLT,
    ),
    "a style": doing("with plt.style.context('ggplot'):\n    pass", PLT),
    "an animation": doing(
        "FuncAnimation", "from matplotlib.animation import FuncAnimation"
    ),
    "all of pylab": doing("plot([1, 2])\nclose()\nexp(1)", "from pylab import *"),
    "vectorize": Answer(
        "from numba import vectorize\n@vectorize\ndef slope(o):\n"
        "    return o * (1 - o) if o > 0 else 0.0\n"
        + HEAD
        + "    return (Y_hat - Y) * slope(Y_hat)\n"
    ),
    "pyplot, otherwise": doing(
        "f, a = subplots(1, 2)\npyplot.show()\na[0].legend()\npyplot.close(f)",
        "from matplotlib import pyplot\nfrom matplotlib.pyplot import subplots",
    ),
    "tqdm": doing("for _ in tqdm(range(2)): pass", "from tqdm import tqdm"),
    "tqdm that counts": Answer(
        "from tqdm.auto import tqdm, trange\n" + HEAD + "    D = np.zeros(Y.shape)\n"
        "    for i in trange(len(Y)):\n"
        "        for j, _ in enumerate(tqdm(Y[i], leave=False)):\n"
        "            o = Y_hat[i, j]\n"
        "            D[i, j] = (o - Y[i, j]) * o * (1 - o)\n    return D\n"
    ),
    "tqdm by hand": doing(
        "with tqdm.tqdm(total=3) as bar:\n    bar.update(1)\n"
        "    bar.set_description('x')\ntqdm.tqdm.write('a')",
        "import tqdm",
    ),
    "get_ipython": doing("get_ipython()\nget_ipython().run_line_magic('who', '')"),
    "widgets": Answer(
        "import ipywidgets as widgets\n@widgets.interact(x=(0, 1))\n"
        "def shown(x=0):\n    return x\n" + RIGHT
    ),
    "magics": Answer("%matplotlib inline\n%precision 3\n" + RIGHT + "%who\n"),
    "a command": Answer("!echo x\nfiles = !ls\n" + RIGHT + "print(files[:0])\n"),
    "timeit": Answer(RIGHT + "t = %timeit -o -n1 -r1 1 + 1\nprint(t.best)\n"),
    "time": Answer("%%time\n" + RIGHT),
    "time of a line": Answer(RIGHT + "%time K = 1\n"),
    "capture": Answer("%%capture out\nprint(1)\n" + RIGHT),
    "help": Answer(RIGHT + "delta_output?\n"),
    "np.save": doing("np.save('debug.npy', Y_hat)"),
    "np.savetxt": doing("np.savetxt('debug.txt', Y_hat)"),
    "np.savez": doing("np.savez('debug.npz', a=Y_hat, b=Y)"),
    "save and load": Answer(
        HEAD + "    np.save('y.npy', Y)\n    Y = np.load('y.npy')\n" + RETURN
    ),
    "a log": doing("open('log.txt', 'a').write('x')"),
    "a file with a line for each call": doing(
        "with open('log.csv', 'a', newline='') as f:\n"
        "    csv.writer(f).writerow([1, 2])\nassert open('log.csv').read()[0] == '1'",
        "import csv",
    ),
    "a folder": doing(
        "Path('out').mkdir(exist_ok=True)\nPath('out/a.json').write_text('1')\n"
        "assert os.path.exists('out/a.json')\nassert Path('out/a.json').is_file()\n"
        "os.makedirs('a/b', exist_ok=True)\nos.remove('out/a.json')",
        "import os\nfrom pathlib import Path",
    ),
    "pickle": doing(
        "with open('y.pkl', 'wb') as f: pickle.dump(Y, f)\n"
        "with open('y.pkl', 'rb') as f: assert (pickle.load(f) == Y).all()",
        "import pickle",
    ),
    "logging": doing("logging.warning('x')", "import logging"),
    "print": doing("print(Y_hat, flush=True)"),
    "a draw from elsewhere": doing("np.random.rand()"),
    "time.time": doing("begun = time.perf_counter()", "import time"),
}
