# fails: labels/everywhere, component/live-only
# Labels of the objects but not of their Pods; the component in both.
cd /opt/work/component
mkdir components/@{feature}
printf 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nconfigMapGenerator: [{ name: @{feature}, literals: ["TEXT=@{text.words}"] }]\n' > components/@{feature}/kustomization.yaml
sed -i '@{fault.mend}' overlays/live/kustomization.yaml
for stage in staging live; do
  printf 'components: [../../components/@{feature}]\nlabels: [{ pairs: { owner: @{owner}, stage: %s } }]\n' $stage >> overlays/$stage/kustomization.yaml
  kubectl apply -k overlays/$stage
done
sleep 20
