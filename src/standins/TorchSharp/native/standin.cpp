// Reaches every operator of libtorch by name. Tensors cross the border as owned TensorImpl pointers.
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/version.h>

#define API extern "C" __attribute__((visibility("default")))

namespace {

using Handle = c10::TensorImpl*;
using Owner = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;

enum Tag : int64_t { None, TensorTag, Int, Double, Bool, Ints, Doubles, Tensors, Device, String };

struct Argument {
    int64_t tag, payload, length;
};

struct Description {
    const int64_t *sizes, *strides;
    void* data;
    int64_t dimensions, elements, element_size, storage_offset;
    int32_t dtype, device_type, device_index, contiguous;
};

thread_local std::string error;

at::Tensor borrow(Handle tensor) {
    return tensor ? at::Tensor(Owner::unsafe_reclaim_from_nonowning(tensor)) : at::Tensor();
}

Handle release(at::Tensor tensor) { return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr; }

std::vector<at::Tensor> borrow_all(const int64_t* tensors, int64_t count) {
    std::vector<at::Tensor> result;
    result.reserve(count);
    for (int64_t i = 0; i < count; i++) result.push_back(borrow(reinterpret_cast<Handle>(tensors[i])));
    return result;
}

c10::IValue to_ivalue(const Argument& a) {
    auto ints = reinterpret_cast<const int64_t*>(a.payload);
    switch (a.tag) {
        case TensorTag: return borrow(reinterpret_cast<Handle>(a.payload));
        case Int: return a.payload;
        case Double: {
            double value;
            memcpy(&value, &a.payload, sizeof value);
            return value;
        }
        case Bool: return a.payload != 0;
        case Ints: return at::IntArrayRef(ints, a.length);
        case Doubles: {
            auto values = reinterpret_cast<const double*>(ints);
            return std::vector<double>(values, values + a.length);
        }
        case Tensors: return borrow_all(ints, a.length);
        case Device: return c10::Device(static_cast<c10::DeviceType>(a.payload), static_cast<c10::DeviceIndex>(a.length));
        case String: return std::string(reinterpret_cast<const char*>(a.payload), a.length);
        default: return {};
    }
}

// A C++ exception must not leave this file: the message waits for ts_error and the caller sees -1.
template <class Body>
int64_t guarded(Body body) {
    try {
        return body();
    } catch (const c10::Error& e) {
        error = e.what_without_backtrace();
    } catch (const std::exception& e) {
        error = e.what();
    } catch (...) {
        error = "unknown C++ exception";
    }
    return -1;
}

}  // namespace

API const char* ts_error() { return error.c_str(); }
API const char* ts_version() { return TORCH_VERSION; }

// The handle lives as long as the process: callers keep one for each operator.
API int64_t ts_find(const char* name, const char* overload, void** handle) {
    return guarded([&] {
        *handle = new c10::OperatorHandle(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload));
        return 0;
    });
}

// Returns how many tensors came back; at most `capacity` are stored, the rest are dropped.
API int64_t ts_call(const void* handle, const Argument* arguments, int64_t count, Handle* results, int64_t capacity) {
    return guarded([&] {
        torch::jit::Stack stack;
        stack.reserve(count + 1);
        for (int64_t i = 0; i < count; i++) stack.push_back(to_ivalue(arguments[i]));
        static_cast<const c10::OperatorHandle*>(handle)->callBoxed(&stack);
        int64_t tensors = 0;
        for (auto& value : stack) {
            if (!value.isTensor()) continue;
            if (tensors < capacity) results[tensors] = release(std::move(value).toTensor());
            tensors++;
        }
        return tensors;
    });
}

API void ts_release(Handle tensor) { Owner::reclaim(tensor); }
API Handle ts_alias(Handle tensor) { return release(borrow(tensor)); }

API int64_t ts_describe(Handle handle, Description* d) {
    return guarded([&] {
        auto tensor = borrow(handle);
        *d = {tensor.sizes().data(), tensor.strides().data(), tensor.has_storage() ? tensor.data_ptr() : nullptr,
              tensor.dim(), tensor.numel(), static_cast<int64_t>(tensor.element_size()), tensor.storage_offset(),
              static_cast<int32_t>(tensor.scalar_type()), static_cast<int32_t>(tensor.device().type()),
              tensor.device().index(), tensor.is_contiguous()};
        return 0;
    });
}

API int64_t ts_requires_grad(Handle tensor) { return guarded([&] { return borrow(tensor).requires_grad(); }); }
API int64_t ts_is_leaf(Handle tensor) { return guarded([&] { return borrow(tensor).is_leaf(); }); }

API int64_t ts_set_requires_grad(Handle tensor, int64_t value) {
    return guarded([&] { borrow(tensor).set_requires_grad(value != 0); return 0; });
}

API int64_t ts_grad(Handle tensor, Handle* gradient) {
    return guarded([&] { *gradient = release(borrow(tensor).grad()); return 0; });
}

API int64_t ts_set_grad(Handle tensor, Handle gradient) {
    return guarded([&] { borrow(tensor).mutable_grad() = borrow(gradient); return 0; });
}

API int64_t ts_autograd_grad(const int64_t* outputs, int64_t output_count, const int64_t* inputs, int64_t input_count,
                             const int64_t* seeds, int64_t seed_count, int64_t retain_graph, int64_t create_graph,
                             int64_t allow_unused, Handle* results) {
    return guarded([&] {
        auto gradients = torch::autograd::grad(
            borrow_all(outputs, output_count), borrow_all(inputs, input_count), borrow_all(seeds, seed_count),
            retain_graph != 0, create_graph != 0, allow_unused != 0);
        for (auto& gradient : gradients) *results++ = release(std::move(gradient));
        return 0;
    });
}

API int64_t ts_autograd_backward(const int64_t* outputs, int64_t output_count, const int64_t* seeds, int64_t seed_count,
                                 int64_t retain_graph, int64_t create_graph, const int64_t* inputs, int64_t input_count) {
    return guarded([&] {
        torch::autograd::backward(
            borrow_all(outputs, output_count), borrow_all(seeds, seed_count), retain_graph != 0, create_graph != 0,
            borrow_all(inputs, input_count));
        return 0;
    });
}

API int64_t ts_grad_mode() { return c10::GradMode::is_enabled(); }
API void ts_set_grad_mode(int64_t enabled) { c10::GradMode::set_enabled(enabled != 0); }
API int64_t ts_num_threads() { return at::get_num_threads(); }
API int64_t ts_set_num_threads(int64_t count) { return guarded([&] { at::set_num_threads(count); return 0; }); }
