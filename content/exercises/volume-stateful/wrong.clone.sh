# fails: restore/posts, restore/from-snapshot
# A clone of the claim is as empty as the claim.
sed -e 's/name: ring-0-restored/name: yesterday/' -e '/apiGroup/d' -e 's/VolumeSnapshot/PersistentVolumeClaim/' -e 's/ring-0-before/posts/' /root/restored.yaml | kubectl apply -n blog -f -
kubectl patch deployment blog -n blog -p '{"spec":{"template":{"spec":{"volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"yesterday"}}]}}}}'
kubectl rollout status deployment/blog -n blog --timeout=180s
