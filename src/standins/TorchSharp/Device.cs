namespace TorchSharp;

public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    META = 14,
}

public static partial class torch
{
    public static readonly Device CPU = new(DeviceType.CPU);

    /// <summary>Throws: the stand-in has no CUDA.</summary>
    public static Device CUDA => InitializeDevice(new Device(DeviceType.CUDA));

    public static Device device(string description) => InitializeDevice(new Device(description));

    public static Device device(DeviceType deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));

    public static void InitializeDeviceType(DeviceType deviceType) => InitializeDevice(new Device(deviceType));

    public static Device InitializeDevice(Device? device)
    {
        device ??= CPU;
        return device.type != DeviceType.CUDA
            ? device
            : throw new InvalidOperationException(
                $"Torch device type {device.type} did not initialise on the current machine: the stand-in has CPU only.");
    }

    public class Device
    {
        /// <summary>Such as <c>cpu</c> or <c>cuda:1</c>.</summary>
        public Device(string description)
        {
            var parts = description.Split(':');
            type = Enum.Parse<DeviceType>(parts[0], ignoreCase: true);
            index = parts.Length == 2 ? int.Parse(parts[1]) : -1;
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        public DeviceType type { get; }

        /// <summary>-1 where there is only one, or the current one is meant.</summary>
        public int index { get; }

        public static implicit operator Device(string description) => new(description);

        public override string ToString()
        {
            var name = type.ToString().ToLowerInvariant();
            return type == DeviceType.CPU || index == -1 ? name : $"{name}:{index}";
        }
    }
}
