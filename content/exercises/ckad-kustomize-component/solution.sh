cd /opt/work/component
mkdir -p components/@{feature}
cat > components/@{feature}/kustomization.yaml <<'YAML'
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
configMapGenerator:
  - name: @{feature}
    literals:
      - TEXT=@{text.words}
patches:
  - target:
      kind: Deployment
    patch: |-
      - op: add
        path: /spec/template/spec/containers/0/envFrom
        value:
          - configMapRef:
              name: @{feature}
YAML
cat > overlays/staging/kustomization.yaml <<'YAML'
namespace: @{namespace}-staging
resources:
  - ../../base
labels:
  - pairs:
      stage: staging
      owner: @{owner}
    includeTemplates: true
YAML
cat > overlays/live/kustomization.yaml <<'YAML'
namespace: @{namespace}-live
resources:
  - ../../base
components:
  - ../../components/@{feature}
replicas:
  - name: @{app}
    count: @{replicas}
labels:
  - pairs:
      stage: live
      owner: @{owner}
    includeTemplates: true
YAML
kubectl apply -k overlays/staging
kubectl apply -k overlays/live
for stage in staging live; do kubectl rollout status deployment/@{app} -n @{namespace}-$stage --timeout=120s; done
sleep 5
