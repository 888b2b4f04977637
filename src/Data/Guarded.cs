namespace SocialSelling;

/// <summary>
/// A statement that has to change exactly <paramref name="Rows"/> rows, in the transaction of the event that tells of it. Another number means that somebody else
/// has moved on: everything is rolled back with <see cref="GuardFailedException"/>.
/// </summary>
public sealed record Guarded(string Sql, IReadOnlyList<(string Name, object? Value)> Parameters, int Rows = 1);

/// <summary>The row a write relied on is not as it was.</summary>
public sealed class GuardFailedException() : Exception("A guarded row was changed by somebody else.");
