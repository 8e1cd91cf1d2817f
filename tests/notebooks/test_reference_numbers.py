"""The numbers of the sources' programs come out again, within the tolerance stored.

Shapes and signs are as in `_meta` of the file. The curve is `wavy_curve(100)`; its
losses are those at the start of step 5000 of full-batch descent at lr 0.1. XOR is
taken at the start of step 20000. Random weights come from `normal(1)`, with
`default_rng(0)` for the curve and seeds 0 to 19 for XOR; all biases start at zero.
"""

import numpy as np
import pytest
import torch

from nnlib import (
    MISTAKES,
    Dense,
    Loss,
    Network,
    compare,
    constant,
    half_squared_error,
    homework,
    identity,
    loss_and_gradients,
    mazur,
    mlp,
    mse,
    normal,
    numerical_gradient,
    relu,
    sigmoid,
    sigmoid_cross_entropy,
    softmax,
    softmax_cross_entropy,
    stack,
    sum_squared_error,
    tanh,
    train,
    unstack,
    wavy_curve,
    xor,
    zeros,
)
from nnlib.torch_bridge import from_torch, to_torch
from tests.support.helpers import reference

EXAMPLE = homework()
X, Y = EXAMPLE.X, EXAMPLE.Y
ACTIVATION = {"sigmoid": sigmoid, "relu": relu}


def example(hidden=sigmoid, output=None):
    output = output or hidden
    return Network([Dense(EXAMPLE.W1, None, hidden), Dense(EXAMPLE.W2, None, output)])


def filled(value, activation):
    W = np.full((2, 2), value)
    return Network([Dense(W, None, activation), Dense(W, None, activation)])


def close(measured, expected, rtol):
    np.testing.assert_allclose(measured, expected, rtol=rtol, atol=0)


def after(network, Y, counts, loss, lr=1.0, **options):
    """The networks after each of the rising `counts` of steps, by count."""
    networks, done = {}, 0
    for count in sorted(counts):
        network, _ = train(
            network, X, Y, steps=count - done, lr=lr, loss=loss, **options
        )
        networks[str(count)], done = network, count
    return networks


def counts_of(values):
    return [int(key) for key in values if key.isdigit()]


# The worked example: one step, and many


@pytest.mark.parametrize("name", ACTIVATION)
def test_first_step_number_by_number(name):
    values, rtol = reference(f"002/{name}/step1")
    net = example(ACTIVATION[name])
    one, two = net.forward(X)
    loss, (g1, g2) = loss_and_gradients(net, X, Y)
    measured = {
        "z1": one.Z[0],
        "h": one.A[0],
        "z2": two.Z[0],
        "o": two.A[0],
        "loss": loss,
        "dL_do": half_squared_error.gradient(two.A, Y)[0],
        "delta2": g2.delta[0],
        "gW2": g2.W,
        "dL_dh": g2.X[0],
        "delta1": g1.delta[0],
        "gW1": g1.W,
    }
    trained, history = train(net, X, Y, steps=1, lr=1.0)
    measured["W1_after"], measured["W2_after"] = (x.W for x in trained.layers)
    measured["loss_after_step"] = history.loss[-1]
    measured["o_after_step"] = trained(X)[0]
    assert measured.keys() == values.keys()
    for key, number in measured.items():
        close(number, values[key], rtol)


@pytest.mark.parametrize("name", ACTIVATION)
def test_ten_thousand_steps(name):
    values, rtol = reference(f"002/{name}/trajectory")
    networks = after(
        example(ACTIVATION[name]), Y, counts_of(values), half_squared_error
    )
    for count, net in networks.items():
        expected = values[count]
        close(half_squared_error(net(X), Y), expected["loss"], rtol)
        close(net(X)[0], expected["o"], rtol)
        close(net.layers[0].W, expected["W1"], rtol)
        close(net.layers[1].W, expected["W2"], rtol)


@pytest.mark.parametrize("name", ACTIVATION)
def test_printed_float32_values(name):
    values, _ = reference("002/seed_printed_float32")
    printed = values[name]
    net = example(ACTIVATION[name]).astype(np.float32)
    x, y = X.astype(np.float32), Y.astype(np.float32)
    trained, history = train(net, x, y, steps=1, lr=1.0)
    assert history.loss[0] == np.float32(printed["loss"])
    np.testing.assert_allclose(net(x)[0], printed["pred"], atol=5e-5)
    for layer, key in zip(trained.layers, ("W1", "W2")):
        rows = next(value for name, value in printed.items() if name.startswith(key))
        np.testing.assert_allclose(layer.W.ravel(), rows, atol=5.1e-5)


def test_floor():
    values, rtol = reference("002/loss_floor")
    close(half_squared_error(np.array([[0.23, 0.0]]), Y), values["loss"], rtol)


@pytest.mark.parametrize(
    ("name", "loss"),
    [
        ("half_sum", half_squared_error),
        ("MSELoss_mean", mse),
        ("MSELoss_sum", sum_squared_error),
    ],
)
def test_variants_of_the_squared_error(name, loss):
    values, rtol = reference("002/mse_variants")
    value, (first, _) = loss_and_gradients(example(), X, Y, loss)
    close(value, values[name]["loss"], rtol)
    close(first.W, values[name]["gW1"], rtol)


# Cross-entropy: with targets that are no probabilities, and repaired


def _unchecked_value(Z, Y):
    largest = Z.max(axis=-1, keepdims=True)
    log_sum = largest + np.log(np.exp(Z - largest).sum(axis=-1, keepdims=True))
    return (Y * (log_sum - Z)).sum(axis=(-2, -1)) / Z.shape[-2]


def _unchecked_gradient(Z, Y):
    return (softmax(Z) * Y.sum(axis=-1, keepdims=True) - Y) / Z.shape[-2]


def _log_value(A, Y):
    with np.errstate(divide="ignore", invalid="ignore"):
        return -(Y * np.log(A)).sum(axis=(-2, -1))


def _log_gradient(A, Y):
    with np.errstate(divide="ignore", invalid="ignore"):
        return -Y / A


unchecked = Loss("what CrossEntropyLoss does", _unchecked_value, _unchecked_gradient)
minus_y_log_o = Loss("-Σ y log o", _log_value, _log_gradient)

IMPOSSIBLE, CLASS, SOFT = Y, np.array([[1.0, 0.0]]), np.array([[0.23, 0.77]])


@pytest.mark.parametrize(
    ("key", "output", "loss", "target"),
    [
        (
            "seed_targets_CrossEntropyLoss_on_sigmoid_outputs",
            sigmoid,
            unchecked,
            IMPOSSIBLE,
        ),
        ("seed_targets_minus_y_log_o", sigmoid, minus_y_log_o, IMPOSSIBLE),
        ("seed_targets_linear_logits", identity, unchecked, IMPOSSIBLE),
        ("valid_onehot_linear_CE", identity, softmax_cross_entropy, CLASS),
        ("valid_soft_linear_CE", identity, softmax_cross_entropy, SOFT),
        ("valid_sigmoid_BCE_sum", identity, sigmoid_cross_entropy, CLASS),
        ("valid_sigmoid_halfMSE", sigmoid, half_squared_error, CLASS),
    ],
)
def test_cross_entropies(key, output, loss, target):
    values, rtol = reference(f"002/ce/{key}")
    net = example(sigmoid, output)
    _, (g1, g2) = loss_and_gradients(net, X, target, loss)
    close(g1.W, values["grad_W1"], rtol)
    close(g2.W, values["grad_W2"], rtol)
    networks = after(net, target, counts_of(values), loss)
    close(networks["1"].layers[0].W, values["W1_after"], rtol)
    close(networks["1"].layers[1].W, values["W2_after"], rtol)
    for count, trained in networks.items():
        out = trained(X)
        close(loss(out, target), values[count]["loss"], rtol)
        out = sigmoid(out) if key == "valid_sigmoid_BCE_sum" else out
        close(out[0], values[count]["out"], rtol)


def test_minus_y_log_o_ends_at_minus_infinity():
    values, _ = reference("002/ce/seed_targets_minus_y_log_o")
    step = values["first_nonfinite_step"]
    _, history = train(example(), X, Y, steps=step, lr=1.0, loss=minus_y_log_o)
    assert np.isfinite(history.loss[:step]).all()
    assert str(history.loss[step]) == values["nonfinite_value"]


def test_soft_targets_end_at_their_entropy():
    values, rtol = reference("002/ce/valid_soft_linear_CE")
    close(-(SOFT * np.log(SOFT)).sum(), values["entropy"], rtol)


@pytest.mark.parametrize("loss", [softmax_cross_entropy, sigmoid_cross_entropy])
def test_impossible_targets_are_refused_here_as_by_torch_bceloss(loss):
    message, _ = reference("002/ce/BCELoss_invalid_target")
    kind, text = message["message"].split(": ")
    with pytest.raises(RuntimeError, match=text) as refusal:
        torch.nn.BCELoss()(torch.tensor(example()(X)), torch.tensor(Y))
    assert type(refusal.value).__name__ == kind
    with pytest.raises(ValueError, match=r"Y needs probabilities"):
        loss(example()(X), Y)


@pytest.mark.parametrize("scale", [1, 5, 10, 20])
def test_saturation_slows_the_squared_error_only(scale):
    values, rtol = reference("002/ce/saturation")
    expected = values[str(scale)]
    net = example()
    net.layers[1].W *= scale
    logits = Network([net.layers[0], Dense(net.layers[1].W, None, identity)])
    cache = net.forward(X)[-1]
    _, (_, squared) = loss_and_gradients(net, X, CLASS)
    _, (_, entropy) = loss_and_gradients(logits, X, CLASS, sigmoid_cross_entropy)
    close(cache.Z[0], expected["z2"], rtol)
    close(cache.A[0], expected["o"], rtol)
    close(squared.delta[0], expected["delta_mse"], rtol)
    close(entropy.delta[0], expected["delta_bce"], rtol)


# Zero and constant weights


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("zero_init/sigmoid", 0.0),
        ("zero_init/relu", 0.0),
        ("const_init_0.5/sigmoid", 0.5),
    ],
)
def test_equal_weights(key, value):
    values, rtol = reference(f"002/{key}")
    net = filled(value, ACTIVATION[key.split("/")[1]])
    for count, trained in after(net, Y, counts_of(values), half_squared_error).items():
        expected = values[count]
        loss, (g1, g2) = loss_and_gradients(trained, X, Y)
        first, second = (layer.W for layer in trained.layers)
        close(loss, expected["loss"], rtol)
        close(trained(X)[0], expected["o"], rtol)
        close(first, expected["W1"], rtol)
        close(second, expected["W2"], rtol)
        close(g1.W, expected["gW1"], rtol)
        close(g2.W, expected["gW2"], rtol)
        identical = (first[0] == first[1]).all() and (
            second[:, 0] == second[:, 1]
        ).all()
        assert identical == expected["hidden_units_identical"]


def small(init, activation=sigmoid, seed=0):
    return mlp(
        [2, 2, 1], activation, sigmoid, rng=np.random.default_rng(seed), init=init
    )


def test_xor_from_equal_and_from_random_weights():
    values, rtol = reference("init/xor_and_curve")
    starts = [small(normal(1), seed=seed) for seed in range(20)]
    starts += [small(zeros), small(constant(0.5))]
    trained, history = train(stack(starts), *xor(), steps=19_999, lr=2.0)
    *_, zero, half = history.loss[-1]
    close(zero, values["xor_zero_init"]["loss"], rtol)
    close(half, values["xor_const_half"]["loss"], rtol)
    *_, zero, half = unstack(trained)
    close(zero(xor()[0])[:, 0], values["xor_zero_init"]["outputs"], rtol)
    close(half(xor()[0])[:, 0], values["xor_const_half"]["outputs"], rtol)
    np.testing.assert_array_equal(half.layers[0].W[0], half.layers[0].W[1])
    solved = (history.loss[-1, :20] < 0.01).mean()
    assert solved == values["xor_random_20seeds_fraction_solved"]


@pytest.mark.parametrize("activation", [sigmoid, tanh, relu])
def test_curve_from_zero_and_from_random_weights(activation):
    values, rtol = reference("init/xor_and_curve")
    values = values["curve_004_zero_init_full_batch_5000_lr_0p1"]
    starts = [
        mlp([1, 16, 1], activation, identity, rng=np.random.default_rng(0), init=init)
        for init in (zeros, normal(1))
    ]
    _, history = train(stack(starts), *wavy_curve(100), steps=5000, lr=0.1)
    zero, random = history.loss[4999]
    close(zero, values[f"{activation.name}_H16"], rtol)
    close(random, values[f"random_{activation.name}_H16"], rtol)


def test_curve_with_one_unit_and_the_mean():
    values, rtol = reference("init/xor_and_curve")
    values = values["curve_004_zero_init_full_batch_5000_lr_0p1"]
    curve = wavy_curve(100)
    net = mlp([1, 1, 1], sigmoid, identity, rng=np.random.default_rng(0), init=zeros)
    _, history = train(net, *curve, steps=5000, lr=0.1)
    close(history.loss[4999], values["sigmoid_H1"], rtol)
    close(curve[1].var() / 2, values["half_variance"], rtol)


# Wrong backward passes

FINGERPRINTS = {
    "dW passed back": "circulated_bug_uses_dW2_instead_of_delta_times_W2",
    "slope forgotten at output": "forgot_sigma_prime_at_output",
    "slope forgotten at hidden": "forgot_sigma_prime_at_hidden",
    "updated W used": "used_already_updated_W2",
    "W not transposed": "W2_not_transposed",
    "sign flipped": "sign_flipped",
    "slope taken at h": "sigma_prime_applied_to_activation",
    "factor 2": "factor_2",
    "outer product swapped": "outer_product_swapped_in_layer_1",
}


def all_weights(gradients):
    return np.concatenate([gradient.W.ravel() for gradient in gradients])


@pytest.mark.parametrize("name", MISTAKES)
def test_fingerprint_of_a_mistake(name):
    values, rtol = reference("002/mistake_fingerprints")
    expected, backward = values[FINGERPRINTS[name]], MISTAKES[name]
    _, right = loss_and_gradients(example(), X, Y)
    _, wrong = loss_and_gradients(example(), X, Y, backward=backward)
    _, history = train(example(), X, Y, steps=1, lr=1.0, backward=backward)
    error = compare("all", all_weights(wrong), all_weights(right)).error
    close(all_weights(wrong), expected["gradient_w"], rtol)
    close(error, expected["relative_error"], rtol)
    close(history.loss[-1], expected["loss_after_step"], rtol)


def test_all_nine_mistakes_are_held_and_eight_lower_the_loss():
    values, _ = reference("002/mistake_fingerprints")
    assert list(MISTAKES) == list(FINGERPRINTS)
    assert values.keys() == set(FINGERPRINTS.values())
    start = half_squared_error(example()(X), Y)
    assert sum(v["loss_after_step"] < start for v in values.values()) == 8


def test_circulated_numpy_program():
    values, rtol = reference("002/circulated_buggy_numpy")
    for kind, backward in (
        ("buggy", MISTAKES["dW passed back"]),
        ("correct", Network.backward),
    ):
        _, (first, _) = loss_and_gradients(example(), X, Y, backward=backward)
        trained, history = train(example(), X, Y, steps=1, lr=1.0, backward=backward)
        close(first.W, values[f"{kind}_gW1"], rtol)
        close(trained.layers[0].W, values[f"{kind}_W1_after"], rtol)
        close(history.loss[-1], values[f"loss_after_{kind}"], rtol)


# The step of a gradient check


def measured_weights(step, kind):
    net = example()

    def value(weights):
        for layer, W in zip(net.layers, weights.reshape(2, 2, 2)):
            layer.W = W
        return half_squared_error(net(X), Y)

    weights = np.concatenate([layer.W.ravel() for layer in net.layers])
    if kind == "central":
        return numerical_gradient(value, weights, step=step)
    moved = weights + step * np.eye(8)
    return np.array([(value(row) - value(weights)) / step for row in moved])


@pytest.mark.parametrize("kind", ["central", "forward"])
def test_error_of_finite_differences_against_their_step(kind):
    rows, _ = reference("002/gradcheck_eps")
    _, gradients = loss_and_gradients(example(), X, Y)
    right = all_weights(gradients)
    for row in rows:
        error = compare("all", measured_weights(row["eps"], kind), right).error
        assert 0.1 < error / row[kind] < 10, row


# The program that prints every 1000th loss


def printing_program(H):
    """Data and start, drawn in the order of the program."""
    rng = np.random.RandomState(0)
    x = rng.rand(2, 1)
    y = np.sin(2 * np.pi * x) + rng.rand(2, 1)
    W1, W2 = 0.01 * rng.randn(H, 1), 0.01 * rng.randn(1, H)
    hidden = Dense(W1, np.zeros(H), sigmoid)
    return Network([hidden, Dense(W2, np.zeros(1), identity)]), x, y


def printing_run(H):
    return train(*printing_program(H), steps=10_000, lr=0.2, loss=mse)


@pytest.mark.parametrize("H", [2, 10])
def test_data_and_start_of_the_printing_program(H):
    values, rtol = reference(f"002/dezero_step43/H{H}")
    net, x, y = printing_program(H)
    for name, measured in (("x", x), ("y", y)):
        close(measured[:, 0], values[name], rtol)
    for layer, name in zip(net.layers, ("W1_init", "W2_init")):
        close(layer.W.ravel(), values[name], rtol)


def test_the_printed_weights_are_those_of_two_units():
    values, rtol = reference("002/dezero_step43/H2")
    printed, _ = reference("002/dezero_step43/seed_printed")
    net, history = printing_run(2)
    first, second = net.layers
    measured = {"W1": first.W, "b1": first.b, "W2": second.W, "b2": second.b}
    for name, array in measured.items():
        close(array.ravel(), np.ravel(values[name]), rtol)
        assert array.ravel().round(8).tolist() == printed[name]
    losses = history.loss[:10_000:1000]
    close(losses[:5], values["losses"][:5], rtol)
    errors, expected = (np.sqrt(x[5:]) for x in (losses, values["losses"]))
    np.testing.assert_allclose(errors, expected, atol=1e-14)  # rounding, no more
    assert abs(losses[:3] / printed["losses"][:3] - 1).min() > 1e-3


def test_the_printed_losses_are_those_of_ten_units():
    values, rtol = reference("002/dezero_step43/H10")
    printed, _ = reference("002/dezero_step43/seed_printed")
    net, history = printing_run(10)
    close(history.loss[:3000:1000], values["losses"][:3], rtol)
    close(history.loss[:3000:1000], printed["losses"][:3], rtol)
    assert abs(net.layers[0].W - printed["W1"][0]).min() > 1


def test_a_spike_stands_between_two_prints():
    _, history = printing_run(10)
    before, spike = history.loss[2700:2800], history.loss[2800:3000]
    assert before.max() < 1e-4
    assert 0.1 < spike.max() < 0.5  # it grows out of rounding
    assert history.loss[3000] < 1e-3


# Mazur's example


def mazur_network():
    given = mazur()
    first = Dense(given.W1, given.b1, sigmoid)
    return Network([first, Dense(given.W2, given.b2, sigmoid)])


def keeps_biases(network, caches, dA):
    return without_bias_step(network.backward(caches, dA))


def keeps_biases_and_uses_updated_W2(network, caches, dA):
    _, second = network.backward(caches, dA)
    updated = network.layers[1].W - 0.5 * second.W
    first = network.layers[0].backward(caches[0], second.delta @ updated)
    return without_bias_step([first, second])


def without_bias_step(gradients):
    return [gradient._replace(b=0 * gradient.b) for gradient in gradients]


def mazur_run(steps, backward):
    given = mazur()
    net = mazur_network()
    return train(net, given.X, given.Y, steps=steps, lr=0.5, backward=backward)


def test_mazur_first_step():
    values, rtol = reference("mazur/step1")
    one, two = mazur_network().forward(mazur().X)
    trained, history = mazur_run(1, keeps_biases)
    close(one.A[0], values["h"], rtol)
    close(two.A[0], values["o"], rtol)
    close(history.loss, [values["E0"], values["E1"]], rtol)
    close(trained.layers[0].W, values["W1_after"], rtol)
    close(trained.layers[1].W, values["W2_after"], rtol)


def test_mazur_published_error_belongs_to_updated_weights():
    values, rtol = reference("mazur/step1")
    _, history = mazur_run(1, keeps_biases_and_uses_updated_W2)
    close(history.loss[1], values["E1_if_updated_W2_is_used"], rtol)
    assert round(history.loss[1], 9) == values["E1_as_published"]
    assert round(values["E1"], 9) != values["E1_as_published"]


def test_mazur_ten_thousand_steps():
    values, rtol = reference("mazur/step1")
    trained, history = mazur_run(10_000, keeps_biases)
    close(history.loss[-1], values["E10000"], rtol)
    close(trained(mazur().X)[0], values["o10000"], rtol)
    trained, _ = mazur_run(10_000, keeps_biases_and_uses_updated_W2)
    output = trained(mazur().X)[0]
    assert output.round(8).tolist() == values["o10000_if_updated_W2_is_used"]
    assert output.round(9).tolist() == values["o10000_as_published"]


# The same through PyTorch


def test_pytorch_takes_the_same_first_step():
    values, rtol = reference("002/sigmoid/step1")
    module = to_torch(example())
    loss = torch.nn.MSELoss()(module(torch.tensor(X)), torch.tensor(Y))
    loss.backward()
    with torch.no_grad():
        for weight in module.parameters():
            weight -= 1.0 * weight.grad
    trained = from_torch(module)
    close(loss.item(), values["loss"], rtol)
    close(trained.layers[0].W, values["W1_after"], rtol)
    close(trained.layers[1].W, values["W2_after"], rtol)
