using System.Security.Cryptography;
using System.Text;

namespace SocialSelling.Inbox;

/// <summary>A message's key inside its account: the first 16 bytes of SHA-256 of Meta's id, a third of the index of the raw id.</summary>
internal static class MidKey
{
    public static Guid Of(string platformMessageId)
    {
        Span<byte> hash = stackalloc byte[32];
        var length = Encoding.UTF8.GetByteCount(platformMessageId);
        Span<byte> text = length <= 512 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(platformMessageId, text);
        SHA256.HashData(text, hash);
        return new Guid(hash[..16]);
    }
}

/// <summary>The keys seen lately: answers most repeated deliveries without the database. Forgets the oldest past its size.</summary>
internal sealed class RecentKeys(int size)
{
    private readonly HashSet<Guid> keys = [];
    private readonly Queue<Guid> order = new();

    public bool Contains(Guid key) => keys.Contains(key);

    public void Add(Guid key)
    {
        if (!keys.Add(key)) return;
        order.Enqueue(key);
        if (order.Count > size) keys.Remove(order.Dequeue());
    }
}
