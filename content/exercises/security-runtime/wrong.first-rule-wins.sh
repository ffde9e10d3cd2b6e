# fails: policy/changes, policy/quiet
# All that stands below the first rule that fits is never looked at.
cat > /etc/kubernetes/audit/policy.yaml <<'YAML'
apiVersion: audit.k8s.io/v1
kind: Policy
rules:
  - { level: Metadata }
  - { level: None, userGroups: ['system:nodes'] }
  - { level: Request, namespaces: [bank], resources: [{ group: apps, resources: [deployments] }] }
YAML
crictl stop $(crictl ps -q --name kube-apiserver)
sleep 45
