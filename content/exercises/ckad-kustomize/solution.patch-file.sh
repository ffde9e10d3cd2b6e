# One strategic patch says all of the Deployment.
mkdir -p /opt/work/kustomize/overlays/@{env}
cd /opt/work/kustomize/overlays/@{env}
cat > deployment.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{app} }
spec:
  replicas: @{replicas}
  template:
    spec:
      containers:
        - name: web
          image: nginx:@{tag}
          resources: { requests: { memory: @{memory} } }
YAML
cat > kustomization.yaml <<'YAML'
resources: [../../base]
namespace: @{namespace}
namePrefix: @{env}-
patches: [{ path: deployment.yaml }]
configMapGenerator:
  - { name: settings, behavior: merge, literals: [LEVEL=@{level}] }
YAML
kubectl kustomize . | kubectl apply -f -
sleep 30
