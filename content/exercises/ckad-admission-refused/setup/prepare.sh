mkdir -p /opt/work/admission /opt/lab
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: '@{namespace}', labels: { checked: 'yes' } }
---
apiVersion: v1
kind: Namespace
metadata: { name: '@{guarded}', labels: { pod-security.kubernetes.io/enforce: restricted } }
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: house-rules }
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules: [{ apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments] }]
  validations:
    @{fault.rules}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: house-rules }
spec:
  policyName: house-rules
  validationActions: [Deny]
  matchResources: { namespaceSelector: { matchLabels: { checked: 'yes' } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{tool}', namespace: '@{guarded}' }
spec:
  selector: { matchLabels: { app: '@{tool}' } }
  template:
    metadata: { labels: { app: '@{tool}' } }
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: main
          image: busybox:1.36
          command: [sh, -c, 'while true; do date > @{path}/now && echo "written by $(id -u)" || echo "cannot write to @{path}"; sleep 5; done']
          securityContext: { privileged: true }
YAML
cat > /opt/work/admission/@{app}.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: @{app}
  namespace: @{namespace}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: @{app}
  template:
    metadata:
      labels:
        app: @{app}
    spec:
      containers:
        - name: @{app}
          image: @{fault.image}
          resources:
            requests:
              memory: 32Mi
YAML
chmod -R a+rwX /opt/work/admission
kubectl get validatingadmissionpolicies,validatingadmissionpolicybindings,namespaces -o json | jq -S -c '.items[] | [.kind, .metadata.name, .metadata.labels, .spec]' > /opt/lab/rules.txt
kubectl get deployment @{tool} -n @{guarded} -o json | jq -S '.spec.template.spec.containers[0].command' > /opt/lab/command.json
sleep 15
