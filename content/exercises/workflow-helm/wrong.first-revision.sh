# fails: rescue/back, chart/twice, chart/values
# Back too far; and the chart is mended for one release and its present values only.
helm rollback pay 1 -n pay --wait
cd /root/shop/templates
sed -i 's/{{ .Values.replicaCount }}/2/; s/{{ .Values.year }}/"2026"/; s/nindent 10 /nindent 12 /' deployment.yaml
sed -i 's/    app.kubernetes.io\/name: .*/    app.kubernetes.io\/name: shop/' service.yaml
helm install store /root/shop -n shop --wait
