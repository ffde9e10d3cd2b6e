# fails: restore/evidence
# The posts are back, and what was to be examined is gone.
kubectl scale deployment blog -n blog --replicas=0
kubectl delete pvc posts -n blog --timeout=60s
sed -e 's/name: ring-0-restored/name: posts/' -e 's/ring-0-before/nightly/' /root/restored.yaml | kubectl apply -n blog -f -
kubectl scale deployment blog -n blog --replicas=1
kubectl rollout status deployment/blog -n blog --timeout=180s
