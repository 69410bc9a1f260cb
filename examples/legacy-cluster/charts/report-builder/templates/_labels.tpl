{{- define "report-builder.labels" -}}
app.kubernetes.io/name: report-builder
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
