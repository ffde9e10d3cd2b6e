# fails: policy/no-contents, policy/changes, policy/quiet
# The API server has read its policy when it started.
cat > /etc/kubernetes/audit/policy.yaml <<'YAML'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - { level: None, userGroups: ['system:nodes'] }
  - { level: Metadata, resources: [{ group: '', resources: [secrets, configmaps] }] }
  - { level: Request, namespaces: [bank], verbs: [create, update, patch, delete] }
  - { level: Metadata }
YAML
sleep 60
