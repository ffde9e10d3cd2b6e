# Default deny and allowances apart; kubectl create in the script; admission policies instead of roles without something.
for ns in red blue; do
  cat <<'YAML' | kubectl apply -n $ns -f -
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny }
spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: neighbours }
spec:
  podSelector: {}
  ingress: [{ from: [{ podSelector: {} }, { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: platform } } }] }]
  egress: [{ to: [{ podSelector: {} }, { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: platform } } }] }]
  policyTypes: [Ingress, Egress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: dns }
spec:
  podSelector: {}
  egress:
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }]
      ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
  policyTypes: [Egress]
YAML
done

cat > /root/new-tenant.sh <<'SCRIPT'
#!/bin/bash
ok() { kubectl "$@" --dry-run=client -o yaml | kubectl apply -f -; }
ok create namespace $1
kubectl label namespace $1 --overwrite pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/warn=restricted
ok create quota share -n $1 --hard=pods=5,requests.cpu=1,requests.memory=1Gi
ok create rolebinding members -n $1 --clusterrole=edit --group=$1
kubectl apply -n $1 -f - <<YAML
apiVersion: v1
kind: LimitRange
metadata: { name: defaults }
spec: { limits: [{ type: Container, defaultRequest: { cpu: 100m, memory: 64Mi } }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: inside }
spec:
  podSelector: {}
  ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: $1 } } }] }]
YAML
SCRIPT

kubectl apply -f - <<'YAML'
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: fence }
spec:
  matchConstraints:
    resourceRules:
      - { apiGroups: [networking.k8s.io], apiVersions: ['*'], resources: [networkpolicies], operations: [CREATE, UPDATE, DELETE] }
      - { apiGroups: [''], apiVersions: ['*'], resources: [namespaces], operations: [CREATE, UPDATE, DELETE] }
  validations:
    - { expression: "!request.userInfo.groups.exists(group, group == 'blue-devs')", message: the platform team looks after this }
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: fence }
spec: { policyName: fence, validationActions: [Deny] }
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: no-tolerations }
spec:
  matchConstraints:
    namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: NotIn, values: [red, kube-system] }] }
    resourceRules:
      - { apiGroups: [''], apiVersions: [v1], resources: [pods], operations: [CREATE, UPDATE] }
  validations:
    - { expression: "!has(object.spec.tolerations) || object.spec.tolerations.all(each, has(each.key) && each.key.startsWith('node.kubernetes.io/'))", message: nodes of tenants are not for everybody }
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: no-tolerations }
spec: { policyName: no-tolerations, validationActions: [Deny] }
YAML

kubectl taint node node02 only=red:NoSchedule
kubectl annotate namespace red scheduler.alpha.kubernetes.io/node-selector=kubernetes.io/hostname=node02 'scheduler.alpha.kubernetes.io/defaultTolerations=[{"key": "only", "operator": "Exists"}]'
sed -i 's/--enable-admission-plugins=NodeRestriction/--enable-admission-plugins=PodTolerationRestriction,NodeRestriction,PodNodeSelector/' /etc/kubernetes/manifests/kube-apiserver.yaml
sleep 30
until kubectl get --raw /readyz > /dev/null; do sleep 5; done
