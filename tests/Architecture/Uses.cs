using Mono.Cecil;

namespace GanCluster.Architecture.Tests;

/// <summary>The types that a compiled type uses: in its bases, members, attributes and method bodies.</summary>
internal static class Uses
{
    internal static IEnumerable<TypeReference> Of(TypeDefinition type) =>
    [
        .. References(type).SelectMany(Parts),
        .. type.NestedTypes.SelectMany(Of),
    ];

    private static IEnumerable<TypeReference?> References(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(i => i.InterfaceType),
        .. Attributes(type),
        .. Constraints(type),
        .. type.Fields.SelectMany(field => (TypeReference?[])[field.FieldType, .. Attributes(field)]),
        .. type.Properties.SelectMany(Attributes),
        .. type.Methods.SelectMany(Method),
    ];

    private static IEnumerable<TypeReference?> Method(MethodDefinition method) =>
    [
        .. Signature(method),
        .. Attributes(method),
        .. Constraints(method),
        .. method.Parameters.SelectMany(Attributes),
        .. method.HasBody ? Body(method) : [],
    ];

    private static IEnumerable<TypeReference?> Body(MethodDefinition method) =>
    [
        .. method.Body.Variables.Select(variable => variable.VariableType),
        .. method.Body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. method.Body.Instructions.SelectMany(instruction => Operand(instruction.Operand)),
    ];

    private static IEnumerable<TypeReference?> Operand(object? operand) => operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [method.DeclaringType, .. method.GenericArguments, .. Signature(method)],
        MethodReference method => [method.DeclaringType, .. Signature(method)],
        _ => [],
    };

    private static IEnumerable<TypeReference> Signature(MethodReference method) =>
        [method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType)];

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider of) => of.CustomAttributes.SelectMany(
        attribute => attribute.ConstructorArguments.Select(argument => argument.Value).OfType<TypeReference>()
            .Append(attribute.AttributeType));

    private static IEnumerable<TypeReference> Constraints(IGenericParameterProvider of) =>
        of.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType);

    /// <summary>Of <c>List&lt;Round[]&gt;</c>: the list and the round. A nested type counts as the one around it.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [.. Parts(generic.ElementType), .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification wrapped => Parts(wrapped.ElementType),
        { DeclaringType: { } outer } => Parts(outer),
        _ => [type],
    };
}
