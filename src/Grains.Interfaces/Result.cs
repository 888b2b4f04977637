using System.Diagnostics.CodeAnalysis;

namespace SocialSelling;

/// <summary>A value, or the reason it was refused. Exceptions are for what nobody expects.</summary>
[GenerateSerializer, Immutable, Alias("ss.Result`1")]
public sealed record Result<T>([property: Id(0)] T? Value, [property: Id(1)] DomainError? Error)
{
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    /// <summary>The value; only to be asked for after <see cref="Error"/> was found null.</summary>
    public T Get() => IsSuccess ? Value! : throw new InvalidOperationException($"Refused: {Error.Code}");

    public static implicit operator Result<T>(T value) => new(value, null);
    public static implicit operator Result<T>(DomainError error) => new(default, error);
}

/// <summary>An expected refusal. <see cref="Code"/> is stable, kebab-case and part of the HTTP contract.</summary>
[GenerateSerializer, Immutable, Alias("ss.DomainError")]
public abstract record DomainError
{
    public abstract string Code { get; }
    /// <summary>What is wrong, in words for the person who asked.</summary>
    public abstract string Detail { get; }
}
