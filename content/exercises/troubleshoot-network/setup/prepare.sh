for each in clinic/web shop/catalog bank/ledger library/archive library/vault cinema/film cinema/projector museum/gallery museum/indexer; do
  kubectl rollout status -n "${each%/*}" "deployment/${each#*/}" --timeout=120s
done
kubectl wait --for=condition=Ready pod --all -n library --timeout=60s
sleep 10
