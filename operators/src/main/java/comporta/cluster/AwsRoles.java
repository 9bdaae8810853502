package comporta.cluster;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/** Roles at IAM. */
final class AwsRoles implements Roles {
    private final IamClient iam;

    AwsRoles(IamClient iam) {
        this.iam = iam;
    }

    @Override
    public Optional<Role> look(String name) {
        try {
            var role = iam.getRole(request -> request.roleName(name)).role();
            Map<String, Policy> policies = new LinkedHashMap<>();
            iam.listRolePoliciesPaginator(request -> request.roleName(name)).policyNames().forEach(policy -> policies.put(
                    policy, decoded(iam.getRolePolicy(request -> request.roleName(name).policyName(policy)).policyDocument())));
            var managed = new TreeSet<String>();
            iam.listAttachedRolePoliciesPaginator(request -> request.roleName(name)).attachedPolicies().forEach(policy -> managed.add(policy.policyArn()));
            return Optional.of(new Role(name, decoded(role.assumeRolePolicyDocument()), policies, managed, hasProfile(name)));
        } catch (NoSuchEntityException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw WorkStopped.of("look at role " + name, e);
        }
    }

    /** IAM gives documents back encoded as in an address. */
    private static Policy decoded(String document) {
        return Policy.parse(document.startsWith("%") ? URLDecoder.decode(document, StandardCharsets.UTF_8) : document);
    }

    private boolean hasProfile(String name) {
        try {
            return iam.getInstanceProfile(request -> request.instanceProfileName(name)).instanceProfile().roles().stream().anyMatch(role -> role.roleName().equals(name));
        } catch (NoSuchEntityException e) {
            return false;
        }
    }

    @Override
    public void carryOut(RoleChange change) {
        try {
            switch (change) {
                case RoleChange.Make make -> make(make);
                case RoleChange.SetTrust set -> iam.updateAssumeRolePolicy(request -> request.roleName(set.role()).policyDocument(set.trust().json()));
                case RoleChange.PutPolicy put ->
                    iam.putRolePolicy(request -> request.roleName(put.role()).policyName(put.name()).policyDocument(put.policy().json()));
                case RoleChange.DropPolicy drop -> iam.deleteRolePolicy(request -> request.roleName(drop.role()).policyName(drop.name()));
                case RoleChange.Attach attach -> iam.attachRolePolicy(request -> request.roleName(attach.role()).policyArn(attach.arn()));
                case RoleChange.Detach detach -> iam.detachRolePolicy(request -> request.roleName(detach.role()).policyArn(detach.arn()));
                case RoleChange.MakeProfile make -> makeProfile(make.role());
            }
        } catch (NoSuchEntityException e) {
            if (!(change instanceof RoleChange.DropPolicy) && !(change instanceof RoleChange.Detach)) {
                throw WorkStopped.of(change.text().getFirst(), e);
            }
        } catch (SdkException e) {
            throw WorkStopped.of(change.text().getFirst(), e);
        }
    }

    private void make(RoleChange.Make make) {
        try {
            iam.createRole(request -> request.roleName(make.role()).assumeRolePolicyDocument(make.trust().json()));
        } catch (EntityAlreadyExistsException e) {
            iam.updateAssumeRolePolicy(request -> request.roleName(make.role()).policyDocument(make.trust().json()));
        }
    }

    private void makeProfile(String role) {
        try {
            iam.createInstanceProfile(request -> request.instanceProfileName(role));
        } catch (EntityAlreadyExistsException e) {
            // of an earlier attempt; what it lacks is added below
        }
        if (!hasProfile(role)) {
            iam.addRoleToInstanceProfile(request -> request.instanceProfileName(role).roleName(role));
        }
    }

    @Override
    public void close() {
        iam.close();
    }
}
