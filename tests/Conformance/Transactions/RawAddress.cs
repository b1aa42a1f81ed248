namespace PoolTopology.Conformance.Transactions;

/// <summary>Encoded addresses.</summary>
internal static class RawAddress
{
    /// <summary>A Byron address of preview with an unknown attribute of so many bytes.</summary>
    public static byte[] Byron(int attributeBytes) => Byron(new byte[28], Raw.Map(
        [(Raw.UInt(2), Raw.Bytes(Raw.UInt(2))), (Raw.UInt(5), Raw.Bytes(new byte[attributeBytes]))]));

    public static byte[] Byron(byte[] root, byte[] attributes)
    {
        byte[] payload = Raw.Array([Raw.Bytes(root), attributes, Raw.UInt(0)]);
        return Raw.Array([Raw.Tag(24, Raw.Bytes(payload)), Raw.UInt(Crc32(payload))]);
    }

    private static uint Crc32(byte[] data)
    {
        uint crc = uint.MaxValue;
        foreach (byte item in data)
        {
            crc ^= item;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xedb88320;
        }
        return ~crc;
    }
}
