mkdir -p /opt/work/kustomize/overlays/@{env}
cd /opt/work/kustomize/overlays/@{env}
cat > kustomization.yaml <<'YAML'
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: @{namespace}
namePrefix: @{env}-
resources:
  - ../../base
replicas:
  - name: @{app}
    count: @{replicas}
images:
  - name: nginx
    newTag: '@{tag}'
configMapGenerator:
  - name: settings
    behavior: merge
    literals:
      - LEVEL=@{level}
patches:
  - target:
      kind: Deployment
    patch: |-
      - op: replace
        path: /spec/template/spec/containers/0/resources/requests/memory
        value: @{memory}
YAML
kubectl apply -k .
kubectl rollout status deployment/@{env}-@{app} -n @{namespace} --timeout=120s
