"""The edge: libraries, dtypes, axes, temperatures, and what errors say."""

import array_api_strict
import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose

import softmaxlab as sl
from softmaxlab import _arrays, naive

ALONG_AXIS = [
    sl.softmax,
    sl.log_softmax,
    sl.logsumexp,
    sl.entropy,
    naive.softmax,
    naive.log_softmax,
]
WITH_TEMPERATURE = [
    sl.softmax,
    sl.log_softmax,
    sl.softmax_jacobian,
    sl.softmax_hessian,
    naive.softmax,
    naive.log_softmax,
    lambda z, *, temperature: sl.temperature_gradient(z, temperature),
]


def test_library_of_the_input_is_the_library_of_the_output(make):
    z = make([[0.5, 0.25, 0.25]])
    for f in [*ALONG_AXIS, sl.softmax_jacobian, sl.softmax_hessian]:
        assert type(f(z)) in {type(z), np.float64}
    assert type(sl.temperature_gradient(z, 2.0)) is type(z)
    assert type(sl.cross_entropy(z, make([1]), reduction="none")) is type(z)


def test_two_libraries_at_once_are_an_error():
    with pytest.raises(
        TypeError, match="arrays must come from one library, got numpy and torch; convert one"
    ):
        sl.cross_entropy(torch.zeros(2, 3), np.array([0, 1]))


def test_a_single_number_of_numpy_goes_with_any_library(make, values):
    for label in (np.array(1), np.int64(1)):
        assert_allclose(values(sl.cross_entropy(make([1.0, 2.0]), label)), np.log1p(np.exp(-1)))
    one = make(np.ones((2, 2)))
    output, _ = sl.attention.scaled_dot_product_attention(one, one, one, mask=np.array(True))
    assert_allclose(values(output), 1)
    online = sl.OnlineLogSumExp()
    online.update(make([1.0, 2.0]))
    online.update(np.array(3.0))
    assert_allclose(values(online.value), sl.logsumexp([1.0, 2.0, 3.0]))


@pytest.mark.parametrize("f", ALONG_AXIS)
@pytest.mark.parametrize("z", [[1, 0], [True, False], (1.0, 0.0), np.array([1, 0], dtype=np.uint8)])
def test_lists_integers_and_booleans_become_the_default_floating_dtype(f, z):
    np.testing.assert_array_equal(f(z), f(np.array([1.0, 0.0])))
    assert f(z).dtype == np.float64


@pytest.mark.parametrize("f", ALONG_AXIS)
def test_torch_integers_become_its_default_floating_dtype(f):
    assert f(torch.tensor([1, 0])).dtype == torch.float32
    torch.set_default_dtype(torch.float64)
    try:
        assert f(torch.tensor([True, False])).dtype == torch.float64
    finally:
        torch.set_default_dtype(torch.float32)


DTYPES = [
    *(np.dtype(t) for t in ("float16", "float32", "float64", "longdouble")),
    *(torch.float16, torch.bfloat16, torch.float32, torch.float64),
    *(array_api_strict.float32, array_api_strict.float64),
]
TEMPERATURES = [1, 0.7, np.float64(0.7), np.float32(0.7), np.array(0.7), 0, np.inf, True]


def _array(x, dtype):
    if isinstance(dtype, torch.dtype):
        return torch.tensor(x, dtype=dtype)
    if isinstance(dtype, np.dtype):
        return np.array(x, dtype=dtype)
    return array_api_strict.asarray(x, dtype=dtype)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_every_function_returns_the_dtype_it_was_given(dtype):
    z = _array([[1.0, 0.25, 0.0], [0.0, 0.5, 0.5]], dtype)
    q = _array([[0.5, 0.5, 0.0], [0.0, 0.5, 0.5]], dtype)
    for f in ALONG_AXIS:
        assert f(z).dtype == dtype, f
    assert sl.cross_entropy(z, q).dtype == dtype
    for temperature in [*TEMPERATURES, _array(0.7, dtype)]:
        for f in WITH_TEMPERATURE:
            with np.errstate(all="ignore"):
                assert f(z, temperature=temperature).dtype == dtype, (f, temperature)


def test_a_wider_temperature_does_not_widen_the_result():
    z, t = torch.zeros(2, 3), torch.tensor(0.7, dtype=torch.float64, requires_grad=True)
    assert sl.softmax(z, temperature=t).dtype == torch.float32
    z, t = (
        array_api_strict.asarray(x, dtype=d)
        for x, d in [([1.0, 0], array_api_strict.float32), (0.7, array_api_strict.float64)]
    )
    assert sl.softmax(z, temperature=t).dtype == array_api_strict.float32
    assert bool(
        array_api_strict.all(sl.softmax(z, temperature=t) == sl.softmax(z, temperature=0.7))
    )
    two = array_api_strict.asarray(2)
    assert bool(
        array_api_strict.all(sl.softmax(z, temperature=two) == sl.softmax(z, temperature=2))
    )


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16], ids=str)
def test_half_precision_is_computed_in_float32(dtype):
    z = (torch.randn(20, 300, generator=torch.Generator().manual_seed(0)) * 4).to(dtype)
    assert torch.equal(sl.softmax(z), sl.softmax(z.float()).to(dtype))
    assert torch.equal(sl.log_softmax(z), sl.log_softmax(z.float()).to(dtype))
    assert torch.equal(sl.logsumexp(z), sl.logsumexp(z.float()).to(dtype))
    p = sl.softmax(z)
    assert torch.equal(sl.entropy(p), sl.entropy(p.float()).to(dtype))
    assert torch.equal(sl.softmax_jacobian(z[:2]), sl.softmax_jacobian(z[:2].float()).to(dtype))


def test_a_temperature_of_another_library_is_only_a_number():
    z = torch.tensor([1.0, 0.0])
    for t in (np.float64(0.5), np.array(0.5)):
        assert torch.equal(sl.softmax(z, temperature=t), sl.softmax(z, temperature=0.5))
    t = torch.tensor(0.5, requires_grad=True)
    assert sl.softmax([1.0, 0.0], temperature=t).requires_grad


def test_inputs_are_never_modified(make, values):
    for x in ([[3.0, -np.inf, 1.0]], [[np.nan, np.inf, 0.0]], [[0.5, 0.0, 0.5]]):
        z = make(x)
        before = values(z).copy()
        with np.errstate(all="ignore"):
            for f in ALONG_AXIS:
                f(z)
            for f in WITH_TEMPERATURE:
                f(z, temperature=0.7)
        sl.cross_entropy(z, make([1]))
        sl.cross_entropy(z, z)
        np.testing.assert_array_equal(values(z), before)


def test_results_own_their_memory():
    z = np.array([[0.0]])
    for f in (sl.softmax, sl.log_softmax):
        assert not np.shares_memory(f(z), z)


def test_masked_arrays_are_refused_because_the_mask_would_be_lost():
    with pytest.raises(TypeError, match="z is a masked array"):
        sl.softmax(np.ma.masked_array([1.0, 2.0], mask=[True, False]))


@pytest.mark.parametrize("z", [np.array([1j, 0]), np.array(["a"]), torch.tensor([1j, 0])])
def test_what_is_not_a_real_number_is_refused(z):
    with pytest.raises(TypeError, match="z must hold real numbers, got dtype"):
        sl.softmax(z)


@pytest.mark.parametrize("f", ALONG_AXIS)
@pytest.mark.parametrize("axis", [2, -3, 17])
def test_an_axis_out_of_range_is_named(make, f, axis):
    with pytest.raises(
        ValueError, match=rf"axis {axis} is out of range: [zp] has shape \(2, 3\), so use -2 to 1"
    ):
        f(make(np.ones((2, 3))), axis=axis)
    with pytest.raises(IndexError):
        f(make(np.ones((2, 3))), axis=axis)


@pytest.mark.parametrize("f", ALONG_AXIS)
def test_an_empty_axis_is_named(make, f):
    with pytest.raises(ValueError, match=r"axis 1 of [zp] is empty, got shape \(2, 0, 4\)"):
        f(make(np.ones((2, 0, 4))), axis=1)


@pytest.mark.parametrize("f", ALONG_AXIS)
def test_no_rows_at_all_are_fine(make, f):
    assert f(make(np.ones((0, 3)))).shape[:1] == (0,)
    assert f(make(np.ones((3, 0))), axis=0).shape[-1] == 0


@pytest.mark.parametrize("f", ALONG_AXIS)
def test_a_single_number_has_no_axis(f):
    with pytest.raises(ValueError, match="a single number has no axis"):
        f(3.0)


@pytest.mark.parametrize("axis", [None, (0, 1), 1.0, "0"])
def test_axis_is_one_integer(axis):
    with pytest.raises(TypeError, match="axis must be one integer, got"):
        sl.softmax([[1.0]], axis=axis)


@pytest.mark.parametrize("f", WITH_TEMPERATURE)
@pytest.mark.parametrize("t", [-1.0, -1e-320, -np.inf, np.nan])
def test_a_negative_or_nan_temperature_is_named(make, f, t):
    for temperature in (t, np.float64(t), make(t)):
        with pytest.raises(
            ValueError, match=f"temperature must lie between 0 and inf, both included; got {t}"
        ):
            f(make([1.0, 2.0]), temperature=temperature)


def test_temperature_is_one_real_number():
    with pytest.raises(
        ValueError, match=r"temperature must be a single number, got an array of shape \(2,\)"
    ):
        sl.softmax([1.0, 2.0], temperature=np.ones(2))
    for wrong in (None, [1.0], 1j, "hot"):
        with pytest.raises(TypeError, match="temperature must be a real number"):
            sl.softmax([1.0, 2.0], temperature=wrong)


def test_data_are_positional_and_options_keyword_only():
    for call in (
        lambda: sl.softmax([1.0], 1.0),
        lambda: sl.log_softmax([1.0], 1.0),
        lambda: sl.logsumexp([1.0], 0),
        lambda: sl.entropy([1.0], 0),
        lambda: sl.cross_entropy([1.0], 0, "sum"),
        lambda: sl.softmax_jacobian([1.0], 1.0),
    ):
        with pytest.raises(TypeError, match="positional argument"):
            call()


def test_plain_memory_is_lent_only_where_no_derivative_is_lost():
    x = torch.ones(3)
    assert np.shares_memory(_arrays.as_plain_numpy(x), x.numpy())
    assert _arrays.as_plain_numpy(torch.ones(3, requires_grad=True)) is None
    with torch.no_grad():
        assert _arrays.as_plain_numpy(torch.ones(3, requires_grad=True)) is not None
    with torch.autograd.forward_ad.dual_level():
        dual = torch.autograd.forward_ad.make_dual(x, x)
        assert _arrays.as_plain_numpy(dual) is None
    assert _arrays.as_plain_numpy(torch.ones(3, device="meta")) is None
    assert _arrays.as_plain_numpy(array_api_strict.ones(3)) is None


def test_floating_point_errors_stay_inside():
    z = np.array(
        [[0.0, -np.inf, np.nan], [-1e308, 1e308, np.inf], [-np.inf] * 3, [-800, 0.0, 1e-310]]
    )
    with np.errstate(all="raise"):
        for t in (0, 1e-320, 0.5, 1e300, np.inf):
            for f in (sl.softmax, sl.log_softmax, sl.softmax_jacobian, sl.softmax_hessian):
                f(z, temperature=t)
            sl.temperature_gradient(z, t)
        sl.softmax(np.array([0.0, -15.0], dtype=np.float16), temperature=1e300)
        sl.softmax(np.array([0.0, -15.0], dtype=np.float16))
        sl.logsumexp(z)
        sl.entropy(z)
        sl.cross_entropy(z, [0, 0, 0, 0])
        sl.cross_entropy(z[:0], np.zeros(0, dtype=int))
