# The overlays are mended and added to; the component has a strategic merge patch.
cd /opt/work/component/overlays
sed -i '@{fault.mend}' live/kustomization.yaml
for stage in staging live; do
  printf 'labels:\n  - { pairs: { owner: @{owner} }, includeTemplates: true }\n  - { pairs: { stage: %s }, includeSelectors: false, includeTemplates: true }\n' $stage >> $stage/kustomization.yaml
done
printf 'components: [../../components/@{feature}]\n' >> live/kustomization.yaml
mkdir ../components/@{feature}
cd ../components/@{feature}
echo 'TEXT=@{text.words}' > text.env
cat > env.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{app}' }
spec: { template: { spec: { containers: [{ name: web, env: [{ name: TEXT, valueFrom: { configMapKeyRef: { name: '@{feature}', key: TEXT } } }] }] } } }
YAML
cat > kustomization.yaml <<'YAML'
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
configMapGenerator: [{ name: '@{feature}', envs: [text.env] }]
patches: [{ path: env.yaml }]
YAML
for stage in staging live; do
  kubectl apply -k /opt/work/component/overlays/$stage
  kubectl rollout status deployment/@{app} -n @{namespace}-$stage --timeout=120s
done
sleep 5
